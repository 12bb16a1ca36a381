// SPDX-License-Identifier: GPL-3.0-or-later
#include "load/hdf5source.h"

#include "load/hdf5check.h"
#include "load/hdf5handle.h"
#include "load/inputfile.h"
#include "load/matrixsource.h"

#include <QFile>

#include <algorithm>
#include <bit>
#include <optional>

namespace quiver::load {

using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t cacheBytes = 32 * 1024 * 1024;
constexpr std::int64_t maxChunkBytes = 64 * 1024 * 1024;

/// A type of numbers: as the file has it, and as the library is asked to hand it over.
struct Numbers {
    NumberType type;
    hid_t memory = -1; ///< one of the library's own types, which are never closed
};

std::optional<Numbers> numbersOf(hid_t fileType)
{
    const H5T_class_t kind = H5Tget_class(fileType);
    const std::size_t size = H5Tget_size(fileType);
    const bool bigEndian = std::endian::native == std::endian::big;
    if (kind == H5T_FLOAT) {
        const bool fitsFloat = size <= sizeof(float);
        return Numbers{{NumberType::Kind::Float, fitsFloat ? 4 : 8, bigEndian}, fitsFloat ? H5T_NATIVE_FLOAT : H5T_NATIVE_DOUBLE};
    }
    if (kind == H5T_ENUM && size == 1) // h5py's booleans
        return Numbers{{NumberType::Kind::Signed, 1, bigEndian}, H5T_NATIVE_INT8};
    if (kind != H5T_INTEGER || size > 8)
        return std::nullopt;
    const bool isSigned = H5Tget_sign(fileType) == H5T_SGN_2;
    const hid_t memory = size == 1   ? (isSigned ? H5T_NATIVE_INT8 : H5T_NATIVE_UINT8)
                         : size == 2 ? (isSigned ? H5T_NATIVE_INT16 : H5T_NATIVE_UINT16)
                         : size <= 4 ? (isSigned ? H5T_NATIVE_INT32 : H5T_NATIVE_UINT32)
                                     : (isSigned ? H5T_NATIVE_INT64 : H5T_NATIVE_UINT64);
    return Numbers{{isSigned ? NumberType::Kind::Signed : NumberType::Kind::Unsigned, int(std::bit_ceil(size)), bigEndian}, memory};
}

QString typeText(hid_t fileType)
{
    if (const auto numbers = numbersOf(fileType)) {
        NumberType type = numbers->type;
        if (type.kind == NumberType::Kind::Float)
            type.size = int(H5Tget_size(fileType));
        type.bigEndian = false;
        return H5Tget_class(fileType) == H5T_ENUM ? u"boolean"_s : numberTypeName(type);
    }
    switch (H5Tget_class(fileType)) {
    case H5T_STRING:
        return u"text"_s;
    case H5T_COMPOUND:
        return u"compound"_s;
    case H5T_VLEN:
        return u"variable length"_s;
    default:
        return u"another type"_s;
    }
}

Hdf5File openFile(const InputFile &file, const Hdf5Lock &lock)
{
    const Hdf5Properties access(H5Pcreate(H5P_FILE_ACCESS));
#if H5_VERSION_GE(1, 10, 7)
    H5Pset_file_locking(access.id(), false, true); // some file systems know no locks, and who only reads needs none
#endif
    Hdf5File handle(H5Fopen(QFile::encodeName(file.name()).constData(), H5F_ACC_RDONLY, access.id()));
    if (handle.isGood())
        return handle;
    if (!file.front(4).startsWith("\x89HDF"))
        throw BadSource(file.name(), u"it is no HDF5 file: it does not start with \\x89HDF"_s, 0);
    throw BadSource(file.name(), u"it is damaged; libhdf5: %1"_s.arg(lock.lastError()));
}

Hdf5Dataset datasetOf(const QString &name, hid_t set)
{
    Hdf5Dataset dataset{name, {}, {}, false};
    const Hdf5Type type(H5Dget_type(set));
    const Hdf5Space space(H5Dget_space(set));
    const int rank = space.isGood() ? H5Sget_simple_extent_ndims(space.id()) : -1;
    if (!type.isGood() || rank < 0)
        return dataset;
    std::vector<hsize_t> sizes(std::size_t(rank), 0);
    if (rank > 0)
        H5Sget_simple_extent_dims(space.id(), sizes.data(), nullptr);
    dataset.shape.assign(sizes.begin(), sizes.end());
    dataset.type = typeText(type.id());
    dataset.fits = numbersOf(type.id()) && (rank == 1 || rank == 2) && dataset.shape.back() > 0
                   && std::ranges::all_of(dataset.shape, [](std::int64_t size) { return size >= 0; });
    return dataset;
}

struct Listing {
    hid_t file;
    std::vector<Hdf5Dataset> datasets;
};

herr_t listOne(hid_t, const char *name, const H5L_info_t *link, void *data)
{
    auto &listing = *static_cast<Listing *>(data);
    if (link->type != H5L_TYPE_HARD) // others lead to other files, or to what is met anyway
        return 0;
    const Hdf5Object object(H5Oopen(listing.file, name, H5P_DEFAULT));
    if (object.isGood() && H5Iget_type(object.id()) == H5I_DATASET)
        listing.datasets.push_back(datasetOf(QString::fromUtf8(name), object.id()));
    return 0;
}

std::vector<Hdf5Dataset> listDatasets(const InputFile &file, hid_t handle, const Hdf5Lock &lock)
{
    Listing listing{handle, {}};
    if (H5Lvisit(handle, H5_INDEX_NAME, H5_ITER_INC, &listOne, &listing) < 0)
        throw BadSource(file.name(), u"it is damaged; libhdf5: %1"_s.arg(lock.lastError()));
    return std::move(listing.datasets);
}

/// The dataset of that name, or the one that is meant where there is no name.
Hdf5Dataset choose(const InputFile &file, const std::vector<Hdf5Dataset> &all, const QString &name)
{
    QStringList texts;
    for (const Hdf5Dataset &dataset : all)
        texts << describe(dataset);
    const QString others = texts.isEmpty() ? u"it has none at all"_s : u"it has %1"_s.arg(texts.join(u", "_s));
    const auto named = std::ranges::find(all, name.isEmpty() ? u"train"_s : name, &Hdf5Dataset::name);
    const auto first = std::ranges::find_if(all, &Hdf5Dataset::fits);
    if (!name.isEmpty()) {
        if (named == all.end())
            throw BadSource(file.name(), u"there is no dataset “%1”; %2"_s.arg(name, others));
        if (!named->fits)
            throw BadSource(file.name(), u"the dataset %1 does not consist of rows of numbers"_s.arg(describe(*named)));
        return *named;
    }
    if (named != all.end() && named->fits)
        return *named;
    if (first == all.end())
        throw BadSource(file.name(), u"there is no dataset with rows of numbers; %1"_s.arg(others));
    return *first;
}

class Hdf5Matrix final : public MatrixSource
{
public:
    struct Opened {
        Hdf5File file;
        Hdf5Set set;
        Hdf5Space space;
        hid_t memoryType = -1;
        std::int64_t chunkRows = 1;
    };

    Hdf5Matrix(SourceInfo info, const MatrixShape &shape, Opened opened, const QString &name)
        : MatrixSource(std::move(info), shape, name), m_opened(std::move(opened)), m_name(name)
    {
    }
    ~Hdf5Matrix() override
    {
        const Hdf5Lock lock;
        m_opened = {};
    }

private:
    std::int64_t offsetOf(std::int64_t row) const override { return row; } // its rows may stand anywhere in the file

    std::int64_t rowsAtOnce() const override
    {
        // Whole chunks: each is unpacked once. Where a chunk's rows are too long to be kept, the library's cache must do.
        const std::int64_t rows = MatrixSource::rowsAtOnce(), whole = (rows + m_opened.chunkRows - 1) / m_opened.chunkRows * m_opened.chunkRows;
        return whole <= std::int64_t(cacheBytes / m_shape.rowBytes()) ? whole : rows;
    }

    std::int64_t fetch(std::int64_t row, std::int64_t count, char *to) override
    {
        const Hdf5Lock lock;
        const int rank = m_shape.isScalar ? 1 : 2;
        const hsize_t start[] = {hsize_t(row), 0}, size[] = {hsize_t(count), hsize_t(m_shape.columns)};
        const Hdf5Space memory(H5Screate_simple(rank, size, nullptr));
        const bool good = memory.isGood() && H5Sselect_hyperslab(m_opened.space.id(), H5S_SELECT_SET, start, nullptr, size, nullptr) >= 0
                          && H5Dread(m_opened.set.id(), m_opened.memoryType, memory.id(), m_opened.space.id(), H5P_DEFAULT, to) >= 0;
        if (!good)
            throw BadSource(m_info.file, u"the dataset “%1” cannot be read from row %2 on; libhdf5: %3"_s.arg(m_name).arg(row).arg(lock.lastError()));
        return count;
    }

    Opened m_opened;
    const QString m_name;
};

Hdf5Set openSet(const InputFile &file, hid_t handle, const QString &name, const Hdf5Lock &lock)
{
    const Hdf5Properties access(H5Pcreate(H5P_DATASET_ACCESS));
    H5Pset_chunk_cache(access.id(), H5D_CHUNK_CACHE_NSLOTS_DEFAULT, cacheBytes, 1.0); // chunks are read once, then they may go
    Hdf5Set set(H5Dopen2(handle, name.toUtf8().constData(), access.id()));
    if (!set.isGood())
        throw BadSource(file.name(), u"the dataset “%1” cannot be opened; libhdf5: %2"_s.arg(name, lock.lastError()));
    return set;
}

/// Rows of one chunk; 1: the dataset has none. \throws BadSource for chunks that would fill the memory
std::int64_t chunkRows(const InputFile &file, hid_t set, const Hdf5Dataset &dataset, std::int64_t valueBytes)
{
    const Hdf5Properties created(H5Dget_create_plist(set));
    hsize_t sizes[2] = {1, 1};
    const int rank = int(dataset.shape.size());
    if (!created.isGood() || H5Pget_layout(created.id()) != H5D_CHUNKED || H5Pget_chunk(created.id(), rank, sizes) != rank)
        return 1;
    if (sizes[0] > hsize_t(maxChunkBytes) || sizes[1] > hsize_t(maxChunkBytes) || std::int64_t(sizes[0] * sizes[1]) > maxChunkBytes / valueBytes)
        throw BadSource(file.name(), u"the dataset %1 is stored in chunks of %2 x %3 values; the limit is 64 MB"_s.arg(describe(dataset)).arg(sizes[0]).arg(sizes[1]));
    return std::int64_t(sizes[0]);
}

/// Refuses what has no data, or less than its shape promises: the library would make up zeros.
void checkStored(const InputFile &file, hid_t set, const Hdf5Dataset &dataset, std::int64_t valueBytes)
{
    const std::int64_t rows = dataset.shape[0], columns = dataset.shape.size() == 2 ? dataset.shape[1] : 1;
    const auto stored = std::int64_t(H5Dget_storage_size(set));
    const Hdf5Properties created(H5Dget_create_plist(set));
    const bool isWhole = !created.isGood() || H5Pget_layout(created.id()) != H5D_CONTIGUOUS || rows <= stored / valueBytes / columns;
    if (rows > 0 && (stored == 0 || !isWhole))
        throw BadSource(file.name(), u"of the dataset %1 only %2 bytes were ever written"_s.arg(describe(dataset)).arg(stored));
}

} // namespace

QString describe(const Hdf5Dataset &dataset)
{
    QStringList sizes;
    for (const std::int64_t size : dataset.shape)
        sizes << QString::number(size);
    return u"%1 (%2, %3)"_s.arg(dataset.name, sizes.isEmpty() ? u"a single value"_s : sizes.join(u" x "_s), dataset.type);
}

std::vector<Hdf5Dataset> hdf5Datasets(const QString &name, const std::stop_token &stop)
{
    const InputFile file(name);
    checkHdf5(name, stop);
    const Hdf5Lock lock;
    const Hdf5File handle = openFile(file, lock);
    return listDatasets(file, handle.id(), lock);
}

std::unique_ptr<MatrixSource> openHdf5(const QString &name, const QString &dataset, const std::stop_token &stop)
{
    const InputFile file(name);
    SourceInfo info;
    info.file = name;
    info.format = SourceFormat::Hdf5;
    info.bytes = file.size();
    info.fingerprint = file.fingerprint() + '/' + dataset.toUtf8();

    checkHdf5(name, stop);
    const Hdf5Lock lock; // before all handles, so that they are closed under it whatever is thrown
    Hdf5Matrix::Opened opened;
    opened.file = openFile(file, lock);
    const Hdf5Dataset chosen = choose(file, listDatasets(file, opened.file.id(), lock), dataset);
    opened.set = openSet(file, opened.file.id(), chosen.name, lock);
    opened.space = Hdf5Space(H5Dget_space(opened.set.id()));
    const Hdf5Type type(H5Dget_type(opened.set.id()));
    const auto numbers = numbersOf(type.id());
    opened.memoryType = numbers->memory;
    MatrixShape shape;
    shape.rows = chosen.shape[0];
    shape.isScalar = chosen.shape.size() == 1;
    shape.columns = shape.isScalar ? 1 : chosen.shape[1];
    shape.type = numbers->type;
    const auto valueBytes = std::int64_t(H5Tget_size(type.id()));
    opened.chunkRows = chunkRows(file, opened.set.id(), chosen, valueBytes);
    checkStored(file, opened.set.id(), chosen, valueBytes);
    return std::make_unique<Hdf5Matrix>(std::move(info), shape, std::move(opened), chosen.name);
}

} // namespace quiver::load
