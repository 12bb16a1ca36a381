// SPDX-License-Identifier: GPL-3.0-or-later
#include "embedendpoints.h"

#include "commandline.h"
#include "commands.h"
#include "embed/httpembedder.h"
#include "endpointshelf.h"
#include "jobrunner.h"
#include "terminal.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <unistd.h>

namespace quiver::ctl {

using namespace Qt::StringLiterals;

namespace {

/// Typed without echo, or the first line of standard input.
QByteArray readKey(const QString &name)
{
    const QByteArray key = (isatty(STDIN_FILENO) == 1 ? askPassword(u"Key for %1: "_s.arg(name)).value_or(QByteArray()) : readInput(u"-"_s)).trimmed();
    if (key.isEmpty() || key.contains('\n'))
        throw core::Error(key.isEmpty() ? u"no key was given; nothing was saved"_s : u"a key is one line; nothing was saved"_s);
    return key;
}

int add(EndpointShelf &book, const QString &name, const QCommandLineParser &parser)
{
    store::EmbeddingEndpoint endpoint = store::EmbeddingEndpoint::create();
    endpoint.name = name;
    endpoint.url = parser.value(u"endpoint"_s);
    endpoint.model = parser.value(u"model"_s);
    endpoint.dimensions = parser.isSet(u"dimensions"_s) ? int(numberOption(parser, u"dimensions"_s, 1, 16'000)) : 0;
    endpoint.batchSize = int(numberOption(parser, u"batch"_s, 1, embed::maxBatchSize));
    endpoint.timeoutSeconds = int(numberOption(parser, u"timeout"_s, 1, 3600));
    endpoint.hasKey = parser.isSet(u"key"_s);
    if (const QStringList problems = embed::EndpointBook::problemsOf(endpoint, book.all()); !problems.isEmpty())
        throw core::Error(problems.join(u' ') + u" Nothing was saved."_s);
    const QByteArray key = endpoint.hasKey ? readKey(name) : QByteArray();
    book.save(endpoint, key);
    printOut(u"added %1: %2 at %3\n"_s.arg(name, endpoint.model, embed::requestUrl(endpoint.url).toString()));
    return Succeeded;
}

int list(EndpointShelf &book, bool json)
{
    const auto endpoints = book.all();
    QJsonArray array;
    for (const store::EmbeddingEndpoint &each : endpoints) {
        if (json)
            array.append(QJsonObject{{u"name"_s, each.name}, {u"url"_s, each.url}, {u"model"_s, each.model},
                                     {u"dimensions"_s, each.dimensions > 0 ? QJsonValue(each.dimensions) : QJsonValue()},
                                     {u"batch"_s, each.batchSize}, {u"timeout"_s, each.timeoutSeconds}, {u"key"_s, each.hasKey}});
        else
            printOut(u"%1  %2 at %3%4%5\n"_s.arg(each.name, each.model, each.url, each.dimensions > 0 ? u", %1 dimensions"_s.arg(each.dimensions) : QString(),
                                                 each.hasKey ? u", with a key"_s : QString()));
    }
    if (json)
        printOut(QString::fromUtf8(QJsonDocument(array).toJson()));
    else if (endpoints.isEmpty())
        printErrorLine(u"there are no endpoints; see: quiverctl embed endpoint add"_s);
    return Succeeded;
}

int test(EndpointShelf &book, const QString &name)
{
    const auto embedder = book.embedder(name);
    QElapsedTimer timer;
    timer.start();
    const embed::Embeddings made = runJob(u"Embed a word"_s, [&](core::JobContext &job) {
        embedder->setPauseListener([job](const QString &words) mutable { job.log(words); });
        return embedder->embed({u"test"_s}, job.stopToken());
    });
    if (!made.refusals.first().isEmpty())
        throw core::Error(made.refusals.first());
    printOut(u"%1 answers: %2 dimensions, %3 ms\n"_s.arg(embedder->name()).arg(made.dimensions).arg(timer.elapsed()));
    return Succeeded;
}

} // namespace

int endpointAction(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"Services that turn texts into vectors by POST /v1/embeddings: OpenAI, Ollama, llama.cpp, vLLM and others. A key is kept in the system's keychain; "
        "it is typed without echo, or read from standard input where that is no terminal. Where the keychain has none, the variable QUIVER_EMBEDDING_KEY "
        "stands in, for the endpoint that a command names (--embedder NAME, test NAME) and for no other.\n"
        "  quiverctl embed endpoint add nomic --endpoint http://localhost:11434 --model nomic-embed-text\n"
        "  quiverctl embed endpoint add openai --endpoint https://api.openai.com/v1 --model text-embedding-3-small --key"_s);
    parser.addPositionalArgument(u"add|list|remove|test"_s, u"What to do."_s);
    parser.addPositionalArgument(u"NAME"_s, u"The endpoint's."_s, u"[NAME]"_s);
    parser.addOptions({{u"endpoint"_s, u"Where it is; /v1/embeddings is added to a host alone."_s, u"url"_s},
                       {u"model"_s, u"As the service calls it."_s, u"name"_s},
                       {u"dimensions"_s, u"Asks for so many; for models that may be cut off."_s, u"n"_s},
                       {u"batch"_s, u"Texts in a request."_s, u"n"_s, u"64"_s},
                       {u"timeout"_s, u"Seconds in which a request is answered."_s, u"s"_s, u"60"_s},
                       {u"key"_s, u"It needs a key, which is asked for."_s},
                       {u"json"_s, u"list: as JSON."_s}});
    if (!parse(parser, u"embed endpoint add NAME --endpoint URL --model MODEL [options] | list | remove NAME | test NAME"_s, arguments))
        return Succeeded;
    const QStringList words = parser.positionalArguments();
    const QString action = words.value(0), name = words.value(1);
    const bool isList = action == "list"_L1;
    if (!isList && action != "add"_L1 && action != "remove"_L1 && action != "test"_L1)
        throw UsageError(u"endpoint takes add, list, remove or test"_s);
    if (isList ? words.size() != 1 : words.size() != 2 || name.isEmpty())
        throw UsageError(isList ? u"list takes no name"_s : u"%1 takes one NAME"_s.arg(action));
    EndpointShelf book;
    if (isList)
        return list(book, parser.isSet(u"json"_s));
    if (action == "add"_L1)
        return add(book, name, parser);
    if (action == "test"_L1)
        return test(book, name);
    book.remove(book.find(name));
    printOut(u"removed %1\n"_s.arg(name));
    return Succeeded;
}

} // namespace quiver::ctl
