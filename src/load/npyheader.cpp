// SPDX-License-Identifier: GPL-3.0-or-later
// The header of an .npy file: a Python dictionary in text.
// https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
#include "load/filematrix.h"
#include "vector/values.h"

#include <QtEndian>

#include <charconv>
#include <string>

namespace quiver::load {

using namespace Qt::StringLiterals;

namespace {

constexpr std::string_view magic = "\x93NUMPY";
constexpr std::int64_t mostHeaderBytes = 1024 * 1024;

struct Header {
    std::string type;
    bool isStructured = false;
    bool fortranOrder = false;
    std::vector<std::int64_t> shape;
    std::int64_t typeAt = -1, orderAt = -1, shapeAt = -1; ///< places in the file
};

/// Reads the dictionary: its three keys in any order.
class HeaderReader
{
public:
    HeaderReader(const InputFile &file, std::string_view text, std::int64_t begin) : m_file(file), m_text(text), m_begin(begin) {}

    Header read()
    {
        Header header;
        expect('{');
        while (!take('}')) {
            const std::string key = string();
            expect(':');
            if (key == "descr")
                readType(header);
            else if (key == "fortran_order")
                readOrder(header);
            else if (key == "shape")
                readShape(header);
            else
                fail(u"the header has an unknown key “%1”"_s.arg(QString::fromStdString(key)));
            if (!take(',')) {
                expect('}');
                break;
            }
        }
        if (header.typeAt < 0 || header.orderAt < 0 || header.shapeAt < 0)
            fail(u"the header lacks %1"_s.arg(header.typeAt < 0 ? u"descr"_s : header.orderAt < 0 ? u"fortran_order"_s : u"shape"_s));
        return header;
    }

private:
    std::int64_t place() const { return m_begin + std::int64_t(m_at); }
    [[noreturn]] void fail(const QString &reason) const { throw BadSource(m_file.name(), reason, place()); }

    void skipBlanks()
    {
        while (m_at < m_text.size() && (m_text[m_at] == ' ' || m_text[m_at] == '\n' || m_text[m_at] == '\t'))
            ++m_at;
    }
    char peek()
    {
        skipBlanks();
        return m_at < m_text.size() ? m_text[m_at] : '\0';
    }
    bool take(char c)
    {
        if (peek() != c)
            return false;
        ++m_at;
        return true;
    }
    void expect(char c)
    {
        if (!take(c))
            fail(u"the header is damaged: “%1” is expected here"_s.arg(QLatin1Char(c)));
    }
    std::string string()
    {
        const char quote = peek();
        const std::size_t end = quote == '\'' || quote == '"' ? m_text.find(quote, m_at + 1) : std::string_view::npos;
        if (end == std::string_view::npos)
            fail(u"the header is damaged: a text in quotes is expected here"_s);
        std::string text(m_text.substr(m_at + 1, end - m_at - 1));
        m_at = end + 1;
        return text;
    }

    void readType(Header &header)
    {
        peek();
        header.typeAt = place();
        header.isStructured = peek() == '[' || peek() == '(';
        if (header.isStructured) // refused anyway, and for that nothing behind it need be read
            throw BadSource(m_file.name(), u"it holds records (a structured dtype), not numbers of one type; save the field with the vectors on its own"_s, header.typeAt);
        header.type = string();
    }
    void readOrder(Header &header)
    {
        peek();
        header.orderAt = place();
        for (const auto &[word, value] : {std::pair<std::string_view, bool>("True", true), std::pair<std::string_view, bool>("False", false)}) {
            if (m_text.substr(m_at, word.size()) == word) {
                m_at += word.size();
                header.fortranOrder = value;
                return;
            }
        }
        fail(u"the header is damaged: True or False is expected here"_s);
    }
    void readShape(Header &header)
    {
        peek();
        header.shapeAt = place();
        expect('(');
        while (!take(')')) {
            peek();
            std::int64_t size = 0;
            const auto [end, code] = std::from_chars(m_text.data() + m_at, m_text.data() + m_text.size(), size);
            if (code != std::errc() || size < 0)
                fail(u"the header is damaged: a number is expected here"_s);
            m_at = std::size_t(end - m_text.data());
            take('L'); // as Python 2 wrote it
            header.shape.push_back(size);
            if (!take(',')) {
                expect(')');
                break;
            }
        }
    }

    const InputFile &m_file;
    std::string_view m_text;
    std::int64_t m_begin;
    std::size_t m_at = 0;
};

/// "<f4" and the like; \p name for the message.
NumberType numberType(const InputFile &file, const Header &header)
{
    const std::string &text = header.type;
    const auto refuse = [&](const QString &reason) { throw BadSource(file.name(), reason, header.typeAt); };
    const QString shown = QString::fromStdString(text);
    if (text == "O" || text == "|O")
        refuse(u"it holds Python objects (dtype object), not numbers; save it with astype('float32')"_s);
    const bool hasOrder = !text.empty() && std::string_view("<>=|").find(text[0]) != std::string_view::npos;
    const std::string_view rest = std::string_view(text).substr(hasOrder ? 1 : 0);
    if (rest.starts_with('U') || rest.starts_with('S'))
        refuse(u"it holds texts (dtype %1), not numbers"_s.arg(shown));
    NumberType type;
    type.bigEndian = text.starts_with('>');
    const bool isFloat = rest == "f2" || rest == "f4" || rest == "f8";
    const bool isInteger = rest.size() == 2 && (rest[0] == 'i' || rest[0] == 'u') && std::string_view("1248").find(rest[1]) != std::string_view::npos;
    const bool isBool = rest == "b1";
    if (!isFloat && !isInteger && !isBool)
        refuse(u"numbers of the type %1 are not read; it takes f2, f4, f8 and integers"_s.arg(shown));
    type.kind = isFloat ? NumberType::Kind::Float : rest[0] == 'i' ? NumberType::Kind::Signed : NumberType::Kind::Unsigned;
    type.size = rest[1] - '0';
    return type;
}

MatrixShape matrixShape(const InputFile &file, const Header &header, const NumberType &type, QStringList &remarks)
{
    MatrixShape shape;
    shape.type = type;
    const std::vector<std::int64_t> &sizes = header.shape;
    if (sizes.empty() || sizes.size() > 2)
        throw BadSource(file.name(), u"it has %1 dimensions; rows of vectors have two (rows x dimensions)"_s.arg(sizes.size()), header.shapeAt);
    const bool isVector = sizes.size() == 1 && type.isVectorElement() && sizes[0] > 0 && sizes[0] <= vector::maxDimensions;
    if (isVector) {
        remarks << u"one dimension: read as a single vector of %1"_s.arg(sizes[0]);
        shape.rows = 1;
        shape.columns = sizes[0];
        return shape;
    }
    shape.isScalar = sizes.size() == 1;
    shape.rows = sizes[0];
    shape.columns = shape.isScalar ? 1 : sizes[1];
    if (shape.columns < 1)
        throw BadSource(file.name(), u"its rows have no values"_s, header.shapeAt);
    return shape;
}

void checkSize(const InputFile &file, const FileLayout &layout)
{
    const auto rowBytes = std::int64_t(layout.shape.rowBytes());
    const std::int64_t there = file.size() - layout.begin, rows = layout.shape.rows;
    if (layout.shape.columns <= MatrixSource::maxRowBytes && rows <= there / rowBytes && rows * rowBytes == there)
        return;
    const QString promise = u"the header promises %1 x %2 %3"_s.arg(rows).arg(layout.shape.columns).arg(numberTypeName(layout.shape.type));
    if (layout.shape.columns <= MatrixSource::maxRowBytes && rows <= there / rowBytes)
        throw BadSource(file.name(), u"%1, but %2 bytes more follow"_s.arg(promise).arg(there - rows * rowBytes), layout.begin + rows * rowBytes);
    throw BadSource(file.name(), u"%1, but the file ends before: it is cut short"_s.arg(promise), file.size());
}

} // namespace

FileLayout npyLayout(const InputFile &file)
{
    const QByteArray front = file.front(12);
    const auto refuse = [&](const QString &reason, std::int64_t offset) { throw BadSource(file.name(), reason, offset); };
    if (!front.startsWith(QByteArrayView(magic.data(), qsizetype(magic.size()))))
        refuse(front.startsWith("PK") ? u"it is a zip archive, as .npz files are: unpack it first, or save the array with numpy.save()"_s
                                      : u"it is no .npy file: it does not start with \\x93NUMPY"_s, 0);
    if (front.size() < 12)
        refuse(u"the file is cut short: its header is not complete"_s, file.size());
    const int version = static_cast<unsigned char>(front[6]);
    if (version < 1 || version > 3)
        refuse(u"version %1 of the .npy format is not known"_s.arg(version), 6);
    FileLayout layout;
    const std::int64_t textBegin = version == 1 ? 10 : 12;
    const std::int64_t textSize = version == 1 ? qFromLittleEndian<std::uint16_t>(front.constData() + 8) : qFromLittleEndian<std::uint32_t>(front.constData() + 8);
    layout.begin = textBegin + textSize;
    if (textSize > mostHeaderBytes)
        refuse(u"its header would have %1 bytes, which is not plausible"_s.arg(textSize), 8);
    if (layout.begin > file.size())
        refuse(u"the file is cut short: its header is not complete"_s, file.size());
    std::string text(std::size_t(textSize), '\0');
    file.readAll(textBegin, text);
    const Header header = HeaderReader(file, text, textBegin).read();
    if (header.fortranOrder && header.shape.size() > 1)
        refuse(u"it is in Fortran order (column after column); save it with numpy.ascontiguousarray()"_s, header.orderAt);
    const NumberType type = numberType(file, header);
    layout.shape = matrixShape(file, header, type, layout.remarks);
    checkSize(file, layout);
    return layout;
}

} // namespace quiver::load
