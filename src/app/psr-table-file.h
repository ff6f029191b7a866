/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * PsrTableFileFunc:
 * @widget: what is exported
 * @file: where to
 *
 * Called once somebody has chosen a file.
 */
typedef void (*PsrTableFileFunc) (GtkWidget *widget,
                                  GFile     *file);

void psr_table_file_choose (GtkWidget        *widget,
                            const char       *title,
                            const char       *failed,
                            const char       *name,
                            PsrTableFileFunc  func);
void psr_table_file_write  (GtkWidget        *widget,
                            GFile            *file,
                            GString          *table,
                            const char       *done,
                            const char       *failed);

G_END_DECLS
