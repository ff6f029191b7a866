/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-billing-error"

#include "config.h"

#include "psr-billing-error.h"

G_DEFINE_QUARK (psr-billing-error, psr_billing_error)
