/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PsrMappingRow:
 * @source: what is read, in words, translated
 * @target: what is written, in words, translated
 * @rule: whose word counts, translated
 */
typedef struct
{
  char *source;
  char *target;
  char *rule;
} PsrMappingRow;

/**
 * PsrMappingView:
 * @title: what becomes what, translated
 * @rows: (element-type PsrMappingRow): how
 *
 * How records are carried over.
 */
typedef struct
{
  char      *title;
  GPtrArray *rows;
} PsrMappingView;

GPtrArray *psr_mapping_view_list (const char *folder);

G_END_DECLS
