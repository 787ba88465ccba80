#pragma once
// XSalsa20-Poly1305, which BoringSSL does not have.
#include <sodium/core.h>
#include <sodium/crypto_secretbox.h>
