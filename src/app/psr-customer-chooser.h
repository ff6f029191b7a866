/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "psr-desk.h"

G_BEGIN_DECLS

#define PSR_TYPE_CUSTOMER_CHOOSER (psr_customer_chooser_get_type ())

G_DECLARE_FINAL_TYPE (PsrCustomerChooser, psr_customer_chooser, PSR, CUSTOMER_CHOOSER, GtkPopover)

GtkWidget *psr_customer_chooser_new  (void);
GtkWidget *psr_customer_chooser_new_for_technicians (void);
void       psr_customer_chooser_show (PsrCustomerChooser *self,
                                      PsrDesk            *desk,
                                      PsrQueue            queue,
                                      gboolean            has_chosen);

G_END_DECLS
