/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-net-report"

#include "config.h"

#include <libsecret/secret.h>
#include <libsoup/soup.h>

#include "psr-net-report.h"

/**
 * psr_net_report_soup:
 *
 * Returns: (transfer full): the version of libsoup at work
 */
char *
psr_net_report_soup (void)
{
  return g_strdup_printf ("%u.%u.%u", soup_get_major_version (), soup_get_minor_version (), soup_get_micro_version ());
}

/**
 * psr_net_report_secret:
 *
 * Returns: (transfer full): the version of libsecret with which the program was built
 */
char *
psr_net_report_secret (void)
{
  return g_strdup_printf ("%d.%d.%d", SECRET_MAJOR_VERSION, SECRET_MINOR_VERSION, SECRET_MICRO_VERSION);
}

/**
 * psr_net_report_tls:
 *
 * Returns: (transfer full): what TLS is made of
 */
char *
psr_net_report_tls (void)
{
  GTlsBackend *backend = g_tls_backend_get_default ();

  return g_strdup_printf ("%s%s", G_OBJECT_TYPE_NAME (backend),
                          g_tls_backend_supports_tls (backend) ? "" : ", which speaks no TLS");
}
