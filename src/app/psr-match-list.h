/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "psr-matching.h"

G_BEGIN_DECLS

#define PSR_TYPE_MATCH_LIST (psr_match_list_get_type ())

G_DECLARE_FINAL_TYPE (PsrMatchList, psr_match_list, PSR, MATCH_LIST, GtkBox)

GtkWidget   *psr_match_list_new          (const char   *title,
                                          const char   *empty);
void         psr_match_list_set_rows     (PsrMatchList *self,
                                          GListStore   *rows);
PsrMatchRow *psr_match_list_get_selected (PsrMatchList *self);
void         psr_match_list_select       (PsrMatchList *self,
                                          PsrMatchRow  *row);
void         psr_match_list_search       (PsrMatchList *self);

G_END_DECLS
