/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define PSR_TYPE_TRUST (psr_trust_get_type ())
G_DECLARE_FINAL_TYPE (PsrTrust, psr_trust, PSR, TRUST, GObject)

PsrTrust   *psr_trust_new      (const char            *ca_file,
                                const char * const    *hosts,
                                GError               **error);
gboolean    psr_trust_accepts  (PsrTrust              *self,
                                const char            *host,
                                GTlsCertificate       *certificate,
                                GTlsCertificateFlags   errors);
char       *psr_trust_describe (GTlsCertificateFlags   errors);

G_END_DECLS
