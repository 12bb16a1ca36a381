// SPDX-License-Identifier: GPL-3.0-or-later
// quiver-askpass: hands the question of an OpenSSH client to the Quiver that started it, and the answer back.
//
// See tunnel/askpassserver.h for what is said on the socket. Ends with 1 when the answer is no, or when nobody answers.
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <string>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace {

std::string variable(const char *name)
{
    const char *value = std::getenv(name);
    return value ? value : "";
}

int connectTo(const std::string &path)
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.empty() || path.size() >= sizeof address.sun_path)
        return -1;
    std::memcpy(address.sun_path, path.c_str(), path.size());
    const int fd = ::socket(AF_UNIX, SOCK_STREAM, 0);
    if (fd >= 0 && ::connect(fd, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0)
        return fd;
    if (fd >= 0)
        ::close(fd);
    return -1;
}

bool sendAll(int fd, const std::string &bytes)
{
    for (std::size_t sent = 0; sent < bytes.size();) {
        const ssize_t count = ::send(fd, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return false;
        sent += std::size_t(count);
    }
    return true;
}

std::string readAll(int fd)
{
    std::string bytes;
    char buffer[1024];
    for (;;) {
        const ssize_t count = ::read(fd, buffer, sizeof buffer);
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return bytes;
        bytes.append(buffer, std::size_t(count));
    }
}

} // namespace

int main(int argc, char **argv)
{
    const int fd = connectTo(variable("QUIVER_ASKPASS_SOCKET"));
    if (fd < 0) {
        std::cerr << "quiver-askpass: Quiver does not answer. It is started by the SSH client of an open tunnel only.\n";
        return 1;
    }
    std::string question = variable("QUIVER_ASKPASS_TOKEN");
    question += '\0';
    question += variable("SSH_ASKPASS_PROMPT");
    question += '\0';
    question += argc > 1 ? argv[1] : "";
    question += '\0';
    if (!sendAll(fd, question))
        return 1;
    const std::string answer = readAll(fd);
    if (answer.empty() || answer.front() != 'y')
        return 1;
    std::cout << answer.substr(1) << std::endl;
    return std::cout.good() ? 0 : 1;
}
