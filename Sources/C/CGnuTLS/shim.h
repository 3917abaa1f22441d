#pragma once
// What the system headers declare is to belong to Glibc for every importer, not to whichever module is read first.
#pragma clang module import SwiftGlibc
#include <gnutls/gnutls.h>
#include <gnutls/abstract.h>
#include <gnutls/x509.h>

/// Flags, which Swift imports as types of their own, as the numbers that the functions take.
static const unsigned int TLS_LIST_SORTED = GNUTLS_X509_CRT_LIST_SORT;
static const unsigned int TLS_KEY_ID_SHA256 = GNUTLS_KEYID_USE_SHA256;
