/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * PsrSetupMapping:
 * @group: `Labour` or `Vat`
 * @name: the key in that section of the profile
 * @title: what is to be mapped, translated
 * @count: on how many lines it was found; 0 for what only the profile names
 *
 * Something in Wello that Business Central has to be told by another name.
 */
typedef struct
{
  char  *group;
  char  *name;
  char  *title;
  guint  count;
} PsrSetupMapping;

GPtrArray *psr_setup_find_mappings (GPtrArray          *invoices,
                                    GPtrArray          *labour,
                                    const char * const *known_labour,
                                    const char * const *known_vat);
guint      psr_setup_count_hand_typed (GPtrArray        *invoices,
                                       GPtrArray        *labour);

G_END_DECLS
