/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * PsrBcAddress:
 * @base_url: the service itself, such as "https://api.businesscentral.dynamics.com/v2.0"
 *   or, on premises, "https://host:7048/BC"
 * @tenant: (nullable): a GUID or domain
 * @environment: (nullable): such as "Production"
 * @api_version: (nullable): version of the standard API, such as "v1.0"
 * @company: (nullable): id, canonical, or name of a company
 * @is_online: whether the service has environments
 * @lacks_version: whether it leads into a company and leaves out in which API, so that
 *   nobody can know which one was meant
 *
 * What an address of Business Central says, taken apart.
 */
typedef struct
{
  char     *base_url;
  char     *tenant;
  char     *environment;
  char     *api_version;
  char     *company;
  gboolean  is_online;
  gboolean  lacks_version;
} PsrBcAddress;

PsrBcAddress *psr_bc_address_parse     (const char          *text,
                                        GError             **error);
gboolean      psr_bc_address_has_parts (const PsrBcAddress  *self);
void          psr_bc_address_free      (PsrBcAddress        *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrBcAddress, psr_bc_address_free)

G_END_DECLS
