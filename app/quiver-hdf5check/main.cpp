// SPDX-License-Identifier: GPL-3.0-or-later
// quiver-hdf5check FILE: does with an HDF5 file all that load/hdf5source.cpp will do with it, short of reading its rows.
//
// Ends with 0 also where the library refuses the file: that refusal the reader words itself. What it is for is the other end, by a
// signal: libhdf5 1.10 follows some damaged addresses.
#include <hdf5.h>

#include <cstdio>
#include <vector>

#include <sys/resource.h>

namespace {

void lookAtSet(hid_t set)
{
    const hid_t type = H5Dget_type(set), space = H5Dget_space(set), created = H5Dget_create_plist(set);
    if (type >= 0) {
        H5Tget_class(type);
        H5Tget_size(type);
        H5Tclose(type);
    }
    if (space >= 0) {
        const int rank = H5Sget_simple_extent_ndims(space);
        std::vector<hsize_t> sizes(rank > 0 ? std::size_t(rank) : 0);
        if (rank > 0)
            H5Sget_simple_extent_dims(space, sizes.data(), nullptr);
    }
    H5Dget_storage_size(set);
#if H5_VERSION_GE(1, 10, 5)
    if (created >= 0 && H5Pget_layout(created) == H5D_CHUNKED) {
        hsize_t chunks = 0;
        H5Dget_num_chunks(set, space, &chunks); // goes through the whole index
    }
#endif
    if (created >= 0)
        H5Pclose(created);
    if (space >= 0)
        H5Sclose(space);
}

herr_t lookAt(hid_t, const char *name, const H5L_info_t *link, void *data)
{
    if (link->type != H5L_TYPE_HARD)
        return 0;
    const hid_t object = H5Oopen(*static_cast<hid_t *>(data), name, H5P_DEFAULT);
    if (object < 0)
        return 0;
    if (H5Iget_type(object) == H5I_DATASET)
        lookAtSet(object);
    H5Oclose(object);
    return 0;
}

} // namespace

int main(int argc, char **argv)
{
    if (argc != 2) {
        std::fputs("quiver-hdf5check: is started by Quiver, with the name of one file.\n", stderr);
        return 2;
    }
    const rlimit none{0, 0};
    ::setrlimit(RLIMIT_CORE, &none); // a crash is an answer here, and nobody looks at its remains
    H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
    const hid_t access = H5Pcreate(H5P_FILE_ACCESS);
#if H5_VERSION_GE(1, 10, 7)
    H5Pset_file_locking(access, false, true);
#endif
    hid_t file = H5Fopen(argv[1], H5F_ACC_RDONLY, access);
    if (file >= 0) {
        H5Lvisit(file, H5_INDEX_NAME, H5_ITER_INC, &lookAt, &file);
        H5Fclose(file);
    }
    H5Pclose(access);
    return 0;
}
