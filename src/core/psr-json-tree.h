/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "psr-json.h"

G_BEGIN_DECLS

/**
 * PsrJsonTree:
 *
 * JSON that was read into two blocks of memory, its text and its items, for
 * pages of many rows: a fraction of the time and the memory of a tree of nodes.
 * An immutable boxed type; any thread may use it.
 */
typedef struct _PsrJsonTree PsrJsonTree;

/**
 * PsrJsonItem:
 *
 * A value in a #PsrJsonTree, to which it belongs. psr-json-item.h says what can
 * be asked.
 */
typedef struct _PsrJsonItem PsrJsonItem;

#define PSR_TYPE_JSON_TREE (psr_json_tree_get_type ())
GType psr_json_tree_get_type (void) G_GNUC_CONST;

PsrJsonTree       *psr_json_tree_new      (GBytes             *body,
                                           GError            **error) G_GNUC_WARN_UNUSED_RESULT;
PsrJsonTree       *psr_json_tree_ref      (PsrJsonTree        *self);
void               psr_json_tree_unref    (PsrJsonTree        *self);
const PsrJsonItem *psr_json_tree_get_root (const PsrJsonTree  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrJsonTree, psr_json_tree_unref)

G_END_DECLS
