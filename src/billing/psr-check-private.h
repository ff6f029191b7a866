/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-check.h"

G_BEGIN_DECLS

struct _PsrCheckNotes
{
  GPtrArray *about;
  gboolean   later;
};

/* psr-check-document.c */
void psr_check_unreadable            (const PsrDraft *draft, PsrCheckNotes *notes);
void psr_check_credit_note           (const PsrDraft *draft, PsrCheckNotes *notes);
void psr_check_lines_missing         (const PsrDraft *draft, PsrCheckNotes *notes);
void psr_check_no_lines              (const PsrDraft *draft, PsrCheckNotes *notes);
void psr_check_not_ready             (const PsrDraft *draft, PsrCheckNotes *notes);
void psr_check_number_too_long       (const PsrDraft *draft, PsrCheckNotes *notes);
void psr_check_number_taken          (const PsrDraft *draft, PsrCheckNotes *notes);
void psr_check_currency_unknown      (const PsrDraft *draft, PsrCheckNotes *notes);
void psr_check_amounts_unclear       (const PsrDraft *draft, PsrCheckNotes *notes);
void psr_check_internal_customer     (const PsrDraft *draft, PsrCheckNotes *notes);
void psr_check_posting_date          (const PsrDraft *draft, PsrCheckNotes *notes);
void psr_check_zero_total            (const PsrDraft *draft, PsrCheckNotes *notes);
void psr_check_look_alike            (const PsrDraft *draft, PsrCheckNotes *notes);

/* psr-check-customer.c */
void psr_check_no_organization       (const PsrDraft *draft, PsrCheckNotes *notes);
void psr_check_customer_not_coupled  (const PsrDraft *draft, PsrCheckNotes *notes);
void psr_check_customer_gone         (const PsrDraft *draft, PsrCheckNotes *notes);
void psr_check_customer_blocked      (const PsrDraft *draft, PsrCheckNotes *notes);
void psr_check_bill_to_not_coupled   (const PsrDraft *draft, PsrCheckNotes *notes);
void psr_check_bill_to_gone          (const PsrDraft *draft, PsrCheckNotes *notes);
void psr_check_bill_to_blocked       (const PsrDraft *draft, PsrCheckNotes *notes);
void psr_check_vat_customers_mixed   (const PsrDraft *draft, PsrCheckNotes *notes);
void psr_check_vat_customer_gone     (const PsrDraft *draft, PsrCheckNotes *notes);
void psr_check_customer_no_orders    (const PsrDraft *draft, PsrCheckNotes *notes);
void psr_check_order_number          (const PsrDraft *draft, PsrCheckNotes *notes);

/* psr-check-e-invoice.c */
char *psr_check_e_invoice_translate  (const char *about);
void psr_check_e_invoice             (const PsrDraft *draft, PsrCheckNotes *notes);
void psr_check_e_invoice_order       (const PsrDraft *draft, PsrCheckNotes *notes);

/* psr-check-lines.c */
void psr_check_item_not_coupled      (const PsrDraft *draft, PsrCheckNotes *notes);
void psr_check_item_gone             (const PsrDraft *draft, PsrCheckNotes *notes);
void psr_check_item_blocked          (const PsrDraft *draft, PsrCheckNotes *notes);
void psr_check_labour_not_mapped     (const PsrDraft *draft, PsrCheckNotes *notes);
void psr_check_hand_typed_part       (const PsrDraft *draft, PsrCheckNotes *notes);
void psr_check_rule_item_gone        (const PsrDraft *draft, PsrCheckNotes *notes);
void psr_check_rule_account_gone     (const PsrDraft *draft, PsrCheckNotes *notes);
void psr_check_location_not_coupled  (const PsrDraft *draft, PsrCheckNotes *notes);
void psr_check_hours_odd             (const PsrDraft *draft, PsrCheckNotes *notes);
void psr_check_price_missing         (const PsrDraft *draft, PsrCheckNotes *notes);
void psr_check_vat_not_mapped        (const PsrDraft *draft, PsrCheckNotes *notes);

G_END_DECLS
