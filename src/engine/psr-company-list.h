/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PsrCompany:
 * @name: what `--profile` takes: a name, a file, or "" for the user's only profile
 * @company: the company in Business Central, or what stands for it where the profile can't
 *   be used
 * @environment: its environment, or ""
 * @is_usable: whether the profile can be used
 *
 * A company that is connected on this computer.
 */
typedef struct
{
  char     *name;
  char     *company;
  char     *environment;
  gboolean  is_usable;
} PsrCompany;

GPtrArray *psr_company_list       (const char         *given,
                                   const char         *current);
char      *psr_company_dup_label  (GPtrArray          *companies,
                                   guint               index);
gboolean   psr_company_check_new  (const char         *name,
                                   GError            **error);

G_END_DECLS
