/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "psr-desk.h"

G_BEGIN_DECLS

#define PSR_TYPE_PRICE_DIALOG (psr_price_dialog_get_type ())

G_DECLARE_FINAL_TYPE (PsrPriceDialog, psr_price_dialog, PSR, PRICE_DIALOG, AdwDialog)

AdwDialog *psr_price_dialog_new_for_item (PsrDesk      *desk,
                                          const char   *item);
AdwDialog *psr_price_dialog_new_for_line (PsrDesk      *desk,
                                          PsrOrderView *order,
                                          guint         line);

G_END_DECLS
