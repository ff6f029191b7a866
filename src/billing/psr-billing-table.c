/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-billing-table"

#include "config.h"

#include "psr-billing-table.h"

/*
 * The whole life of a document. A row is a state, a column an event, in the
 * order of their enumerations. A cell is the state that follows; "same" keeps
 * the state, "never" refuses the event. Zero means that nobody has thought
 * about it, and a test finds it.
 */

#define never   0xff
#define same    0xfe
#define TO(S)   (PSR_BILLING_STATE_##S + 1)

#define found   TO (FOUND)
#define early   TO (BEFORE_START)
#define blocked TO (BLOCKED)
#define ready   TO (READY)
#define appro   TO (APPROVED)
#define quot_g  TO (QUOTING)
#define quoted  TO (QUOTED)
#define pric_q  TO (QUOTE_PRICING)
#define conv_g  TO (CONVERTING)
#define unquo_g TO (UNQUOTING)
#define creat_g TO (CREATING)
#define check   TO (CHECKING)
#define created TO (CREATED)
#define checked TO (CHECKED)
#define posting TO (POSTING)
#define refer_g TO (REFERENCING)
#define repric  TO (REPRICING)
#define confirm TO (CONFIRMING)
#define follow  TO (FOLLOWED)
#define closed  TO (CLOSED)
#define refus_g TO (REFUSING)
#define refused TO (REFUSED)
#define look    TO (NEEDS_LOOK)
#define withdr  TO (WITHDRAWN)
#define withd_g TO (WITHDRAWING)
#define return_ TO (RETURNING)
#define skipped TO (SKIPPED)
#define already TO (ALREADY_INVOICED)

/* Work that isn't built yet: nothing leads there and nothing happens there. */
#define NOT_BUILT { [0 ... PSR_BILLING_N_EVENTS - 1] = never }

static const guint8 table[PSR_BILLING_N_STATES][PSR_BILLING_N_EVENTS] = {
  [PSR_BILLING_STATE_FOUND] = {
    /* read-early checks-failed checks-passed changed */ early, blocked, ready, same,
    /* left-queue ready-again */ withdr, never,
    /* approve unapprove take */ never, never, never,
    /* skip unskip mark-billed unmark withdraw approve-post */ skipped, never, already, never, never, never,
    /* send made not-made refused unknown holder-gone */ never, never, never, never, never, never,
    /* found-fits found-odd not-seen-yet not-there gave-up */ never, never, never, never, never,
    /* reprice verified differs */ never, never, never,
    /* confirmed confirm-refused told */ never, never, never,
    /* kept deleted left-untold */ never, never, never,
    /* fit-to-post post posted post-refused */ never, never, never, never,
    /* followed-read gone finished */ never, never, never,
    /* quote convert drop-quote quote-dropped refer */ never, never, never, never, never,
  },
  [PSR_BILLING_STATE_BEFORE_START] = {
    /* read-early checks-failed checks-passed changed */ same, blocked, ready, found,
    /* left-queue ready-again */ withdr, never,
    /* approve unapprove take */ never, never, never,
    /* skip unskip mark-billed unmark withdraw approve-post */ skipped, never, already, never, never, never,
    /* send made not-made refused unknown holder-gone */ never, never, never, never, never, never,
    /* found-fits found-odd not-seen-yet not-there gave-up */ never, never, never, never, never,
    /* reprice verified differs */ never, never, never,
    /* confirmed confirm-refused told */ never, never, never,
    /* kept deleted left-untold */ never, never, never,
    /* fit-to-post post posted post-refused */ never, never, never, never,
    /* followed-read gone finished */ never, never, never,
    /* quote convert drop-quote quote-dropped refer */ never, never, never, never, never,
  },
  [PSR_BILLING_STATE_HELD] = NOT_BUILT,
  [PSR_BILLING_STATE_BLOCKED] = {
    /* read-early checks-failed checks-passed changed */ early, same, ready, found,
    /* left-queue ready-again */ withdr, never,
    /* approve unapprove take */ never, never, never,
    /* skip unskip mark-billed unmark withdraw approve-post */ skipped, never, already, never, never, never,
    /* send made not-made refused unknown holder-gone */ never, never, never, never, never, never,
    /* found-fits found-odd not-seen-yet not-there gave-up */ never, never, never, never, never,
    /* reprice verified differs */ never, never, never,
    /* confirmed confirm-refused told */ never, never, never,
    /* kept deleted left-untold */ never, never, never,
    /* fit-to-post post posted post-refused */ never, never, never, never,
    /* followed-read gone finished */ never, never, never,
    /* quote convert drop-quote quote-dropped refer */ never, never, never, never, never,
  },
  [PSR_BILLING_STATE_READY] = {
    /* read-early checks-failed checks-passed changed */ early, blocked, same, found,
    /* left-queue ready-again */ withdr, never,
    /* approve unapprove take */ appro, never, never,
    /* skip unskip mark-billed unmark withdraw approve-post */ skipped, never, already, never, never, never,
    /* send made not-made refused unknown holder-gone */ never, never, never, never, never, never,
    /* found-fits found-odd not-seen-yet not-there gave-up */ never, never, never, never, never,
    /* reprice verified differs */ never, never, never,
    /* confirmed confirm-refused told */ never, never, never,
    /* kept deleted left-untold */ never, never, never,
    /* fit-to-post post posted post-refused */ never, never, never, never,
    /* followed-read gone finished */ never, never, never,
    /* quote convert drop-quote quote-dropped refer */ never, never, never, never, never,
  },
  [PSR_BILLING_STATE_APPROVED] = {
    /* read-early checks-failed checks-passed changed */ same, blocked, same, found,
    /* left-queue ready-again */ withdr, never,
    /* approve unapprove take */ same, ready, never,
    /* skip unskip mark-billed unmark withdraw approve-post */ never, never, never, never, never, same,
    /* send made not-made refused unknown holder-gone */ creat_g, never, same, never, never, never,
    /* found-fits found-odd not-seen-yet not-there gave-up */ created, look, same, same, look,
    /* reprice verified differs */ never, never, look,
    /* confirmed confirm-refused told */ never, never, never,
    /* kept deleted left-untold */ never, never, never,
    /* fit-to-post post posted post-refused */ never, never, never, never,
    /* followed-read gone finished */ never, look, never,
    /* quote convert drop-quote quote-dropped refer */ quot_g, never, unquo_g, never, never,
  },
  [PSR_BILLING_STATE_QUOTING] = {
    /* read-early checks-failed checks-passed changed */ never, never, never, same,
    /* left-queue ready-again */ same, same,
    /* approve unapprove take */ never, never, never,
    /* skip unskip mark-billed unmark withdraw approve-post */ never, never, never, never, never, never,
    /* send made not-made refused unknown holder-gone */ never, quoted, appro, refus_g, appro, appro,
    /* found-fits found-odd not-seen-yet not-there gave-up */ never, never, never, never, never,
    /* reprice verified differs */ never, never, never,
    /* confirmed confirm-refused told */ never, never, never,
    /* kept deleted left-untold */ never, never, never,
    /* fit-to-post post posted post-refused */ never, never, never, never,
    /* followed-read gone finished */ never, never, never,
    /* quote convert drop-quote quote-dropped refer */ never, never, never, never, never,
  },
  [PSR_BILLING_STATE_QUOTED] = {
    /* read-early checks-failed checks-passed changed */ never, never, never, same,
    /* left-queue ready-again */ same, same,
    /* approve unapprove take */ never, never, never,
    /* skip unskip mark-billed unmark withdraw approve-post */ never, never, never, never, never, never,
    /* send made not-made refused unknown holder-gone */ never, never, same, never, never, never,
    /* found-fits found-odd not-seen-yet not-there gave-up */ created, look, never, never, look,
    /* reprice verified differs */ pric_q, never, look,
    /* confirmed confirm-refused told */ never, never, never,
    /* kept deleted left-untold */ never, never, never,
    /* fit-to-post post posted post-refused */ never, never, never, never,
    /* followed-read gone finished */ never, look, never,
    /* quote convert drop-quote quote-dropped refer */ never, conv_g, never, never, never,
  },
  [PSR_BILLING_STATE_QUOTE_PRICING] = {
    /* read-early checks-failed checks-passed changed */ never, never, never, same,
    /* left-queue ready-again */ same, same,
    /* approve unapprove take */ never, never, never,
    /* skip unskip mark-billed unmark withdraw approve-post */ never, never, never, never, never, never,
    /* send made not-made refused unknown holder-gone */ never, never, same, never, same, same,
    /* found-fits found-odd not-seen-yet not-there gave-up */ created, look, never, never, look,
    /* reprice verified differs */ never, never, look,
    /* confirmed confirm-refused told */ never, never, never,
    /* kept deleted left-untold */ never, never, never,
    /* fit-to-post post posted post-refused */ never, never, never, never,
    /* followed-read gone finished */ never, look, never,
    /* quote convert drop-quote quote-dropped refer */ never, conv_g, never, never, never,
  },
  [PSR_BILLING_STATE_CONVERTING] = {
    /* read-early checks-failed checks-passed changed */ never, never, never, same,
    /* left-queue ready-again */ same, same,
    /* approve unapprove take */ never, never, never,
    /* skip unskip mark-billed unmark withdraw approve-post */ never, never, never, never, never, never,
    /* send made not-made refused unknown holder-gone */ never, never, same, unquo_g, same, same,
    /* found-fits found-odd not-seen-yet not-there gave-up */ created, look, never, never, look,
    /* reprice verified differs */ never, never, never,
    /* confirmed confirm-refused told */ never, never, never,
    /* kept deleted left-untold */ never, never, never,
    /* fit-to-post post posted post-refused */ never, never, never, never,
    /* followed-read gone finished */ never, look, never,
    /* quote convert drop-quote quote-dropped refer */ never, never, never, never, never,
  },
  [PSR_BILLING_STATE_UNQUOTING] = {
    /* read-early checks-failed checks-passed changed */ never, never, never, same,
    /* left-queue ready-again */ same, same,
    /* approve unapprove take */ never, never, never,
    /* skip unskip mark-billed unmark withdraw approve-post */ never, never, never, never, never, never,
    /* send made not-made refused unknown holder-gone */ never, never, same, refus_g, same, same,
    /* found-fits found-odd not-seen-yet not-there gave-up */ created, look, never, never, look,
    /* reprice verified differs */ never, never, look,
    /* confirmed confirm-refused told */ never, never, never,
    /* kept deleted left-untold */ never, never, never,
    /* fit-to-post post posted post-refused */ never, never, never, never,
    /* followed-read gone finished */ never, never, never,
    /* quote convert drop-quote quote-dropped refer */ never, never, never, appro, never,
  },
  [PSR_BILLING_STATE_CREATING] = {
    /* read-early checks-failed checks-passed changed */ never, never, never, same,
    /* left-queue ready-again */ same, same,
    /* approve unapprove take */ never, never, never,
    /* skip unskip mark-billed unmark withdraw approve-post */ never, never, never, never, never, never,
    /* send made not-made refused unknown holder-gone */ never, created, appro, refus_g, check, check,
    /* found-fits found-odd not-seen-yet not-there gave-up */ never, never, never, never, never,
    /* reprice verified differs */ never, never, never,
    /* confirmed confirm-refused told */ never, never, never,
    /* kept deleted left-untold */ never, never, never,
    /* fit-to-post post posted post-refused */ never, never, never, never,
    /* followed-read gone finished */ never, never, never,
    /* quote convert drop-quote quote-dropped refer */ never, never, never, never, never,
  },
  [PSR_BILLING_STATE_CHECKING] = {
    /* read-early checks-failed checks-passed changed */ never, never, never, same,
    /* left-queue ready-again */ same, same,
    /* approve unapprove take */ never, never, never,
    /* skip unskip mark-billed unmark withdraw approve-post */ never, never, never, never, never, same,
    /* send made not-made refused unknown holder-gone */ never, never, never, never, never, never,
    /* found-fits found-odd not-seen-yet not-there gave-up */ created, look, same, appro, look,
    /* reprice verified differs */ never, never, never,
    /* confirmed confirm-refused told */ never, never, never,
    /* kept deleted left-untold */ never, never, never,
    /* fit-to-post post posted post-refused */ never, never, never, never,
    /* followed-read gone finished */ never, never, never,
    /* quote convert drop-quote quote-dropped refer */ never, never, never, never, never,
  },
  [PSR_BILLING_STATE_CREATED] = {
    /* read-early checks-failed checks-passed changed */ never, never, never, same,
    /* left-queue ready-again */ same, same,
    /* approve unapprove take */ never, never, never,
    /* skip unskip mark-billed unmark withdraw approve-post */ never, never, never, never, never, same,
    /* send made not-made refused unknown holder-gone */ never, never, same, never, never, never,
    /* found-fits found-odd not-seen-yet not-there gave-up */ never, look, never, never, look,
    /* reprice verified differs */ repric, confirm, look,
    /* confirmed confirm-refused told */ never, never, never,
    /* kept deleted left-untold */ never, never, follow,
    /* fit-to-post post posted post-refused */ checked, never, confirm, never,
    /* followed-read gone finished */ never, never, never,
    /* quote convert drop-quote quote-dropped refer */ never, never, never, never, refer_g,
  },
  [PSR_BILLING_STATE_REFERENCING] = {
    /* read-early checks-failed checks-passed changed */ never, never, never, same,
    /* left-queue ready-again */ same, same,
    /* approve unapprove take */ never, never, never,
    /* skip unskip mark-billed unmark withdraw approve-post */ never, never, never, never, never, never,
    /* send made not-made refused unknown holder-gone */ never, never, same, look, same, same,
    /* found-fits found-odd not-seen-yet not-there gave-up */ never, look, never, never, look,
    /* reprice verified differs */ repric, confirm, look,
    /* confirmed confirm-refused told */ never, never, never,
    /* kept deleted left-untold */ never, never, follow,
    /* fit-to-post post posted post-refused */ checked, never, confirm, never,
    /* followed-read gone finished */ never, never, never,
    /* quote convert drop-quote quote-dropped refer */ never, never, never, never, never,
  },
  [PSR_BILLING_STATE_REPRICING] = {
    /* read-early checks-failed checks-passed changed */ never, never, never, same,
    /* left-queue ready-again */ same, same,
    /* approve unapprove take */ never, never, never,
    /* skip unskip mark-billed unmark withdraw approve-post */ never, never, never, never, never, never,
    /* send made not-made refused unknown holder-gone */ never, never, same, look, same, same,
    /* found-fits found-odd not-seen-yet not-there gave-up */ never, look, never, never, look,
    /* reprice verified differs */ never, confirm, look,
    /* confirmed confirm-refused told */ never, never, never,
    /* kept deleted left-untold */ never, never, follow,
    /* fit-to-post post posted post-refused */ checked, never, confirm, never,
    /* followed-read gone finished */ never, never, never,
    /* quote convert drop-quote quote-dropped refer */ never, never, never, never, never,
  },
  [PSR_BILLING_STATE_CHECKED] = {
    /* read-early checks-failed checks-passed changed */ never, never, never, same,
    /* left-queue ready-again */ same, same,
    /* approve unapprove take */ never, never, never,
    /* skip unskip mark-billed unmark withdraw approve-post */ never, never, never, never, never, never,
    /* send made not-made refused unknown holder-gone */ never, never, same, never, never, never,
    /* found-fits found-odd not-seen-yet not-there gave-up */ never, look, never, never, look,
    /* reprice verified differs */ never, never, look,
    /* confirmed confirm-refused told */ never, never, never,
    /* kept deleted left-untold */ never, never, never,
    /* fit-to-post post posted post-refused */ never, posting, confirm, look,
    /* followed-read gone finished */ never, look, never,
    /* quote convert drop-quote quote-dropped refer */ never, never, never, never, never,
  },
  [PSR_BILLING_STATE_ATTACHING] = NOT_BUILT,
  [PSR_BILLING_STATE_POSTING] = {
    /* read-early checks-failed checks-passed changed */ never, never, never, same,
    /* left-queue ready-again */ same, same,
    /* approve unapprove take */ never, never, never,
    /* skip unskip mark-billed unmark withdraw approve-post */ never, never, never, never, never, never,
    /* send made not-made refused unknown holder-gone */ never, never, same, never, same, same,
    /* found-fits found-odd not-seen-yet not-there gave-up */ never, look, never, never, look,
    /* reprice verified differs */ never, never, look,
    /* confirmed confirm-refused told */ never, never, never,
    /* kept deleted left-untold */ never, never, never,
    /* fit-to-post post posted post-refused */ never, never, confirm, look,
    /* followed-read gone finished */ never, look, never,
    /* quote convert drop-quote quote-dropped refer */ never, never, never, never, never,
  },
  [PSR_BILLING_STATE_CONFIRMING] = {
    /* read-early checks-failed checks-passed changed */ never, never, never, same,
    /* left-queue ready-again */ same, same,
    /* approve unapprove take */ never, never, never,
    /* skip unskip mark-billed unmark withdraw approve-post */ never, never, never, never, never, never,
    /* send made not-made refused unknown holder-gone */ never, never, same, never, same, same,
    /* found-fits found-odd not-seen-yet not-there gave-up */ never, look, never, never, look,
    /* reprice verified differs */ never, never, never,
    /* confirmed confirm-refused told */ follow, look, never,
    /* kept deleted left-untold */ never, never, never,
    /* fit-to-post post posted post-refused */ never, never, never, never,
    /* followed-read gone finished */ never, never, closed,
    /* quote convert drop-quote quote-dropped refer */ never, never, never, never, never,
  },
  [PSR_BILLING_STATE_FOLLOWED] = {
    /* read-early checks-failed checks-passed changed */ never, never, never, same,
    /* left-queue ready-again */ same, look,
    /* approve unapprove take */ never, never, never,
    /* skip unskip mark-billed unmark withdraw approve-post */ never, never, never, never, withd_g, checked,
    /* send made not-made refused unknown holder-gone */ never, never, never, never, never, never,
    /* found-fits found-odd not-seen-yet not-there gave-up */ never, look, never, never, never,
    /* reprice verified differs */ never, never, look,
    /* confirmed confirm-refused told */ never, never, never,
    /* kept deleted left-untold */ never, never, never,
    /* fit-to-post post posted post-refused */ never, never, confirm, never,
    /* followed-read gone finished */ same, look, closed,
    /* quote convert drop-quote quote-dropped refer */ never, never, never, never, never,
  },
  [PSR_BILLING_STATE_CLOSED] = {
    /* read-early checks-failed checks-passed changed */ never, never, never, same,
    /* left-queue ready-again */ same, look,
    /* approve unapprove take */ never, never, never,
    /* skip unskip mark-billed unmark withdraw approve-post */ never, never, never, never, never, never,
    /* send made not-made refused unknown holder-gone */ never, never, never, never, never, never,
    /* found-fits found-odd not-seen-yet not-there gave-up */ never, look, never, never, never,
    /* reprice verified differs */ never, never, never,
    /* confirmed confirm-refused told */ never, never, never,
    /* kept deleted left-untold */ never, never, never,
    /* fit-to-post post posted post-refused */ never, never, never, never,
    /* followed-read gone finished */ same, never, never,
    /* quote convert drop-quote quote-dropped refer */ never, never, never, never, never,
  },
  [PSR_BILLING_STATE_REFUSING] = {
    /* read-early checks-failed checks-passed changed */ never, never, never, same,
    /* left-queue ready-again */ same, same,
    /* approve unapprove take */ never, never, never,
    /* skip unskip mark-billed unmark withdraw approve-post */ never, never, never, never, never, never,
    /* send made not-made refused unknown holder-gone */ never, never, same, never, same, same,
    /* found-fits found-odd not-seen-yet not-there gave-up */ never, never, never, never, refused,
    /* reprice verified differs */ never, never, never,
    /* confirmed confirm-refused told */ never, refused, refused,
    /* kept deleted left-untold */ never, never, never,
    /* fit-to-post post posted post-refused */ never, never, never, never,
    /* followed-read gone finished */ never, never, never,
    /* quote convert drop-quote quote-dropped refer */ never, never, never, never, never,
  },
  [PSR_BILLING_STATE_REFUSED] = {
    /* read-early checks-failed checks-passed changed */ same, blocked, ready, found,
    /* left-queue ready-again */ same, found,
    /* approve unapprove take */ never, never, never,
    /* skip unskip mark-billed unmark withdraw approve-post */ skipped, never, already, never, never, never,
    /* send made not-made refused unknown holder-gone */ never, never, never, never, never, never,
    /* found-fits found-odd not-seen-yet not-there gave-up */ never, never, never, never, never,
    /* reprice verified differs */ never, never, never,
    /* confirmed confirm-refused told */ never, never, never,
    /* kept deleted left-untold */ never, never, never,
    /* fit-to-post post posted post-refused */ never, never, never, never,
    /* followed-read gone finished */ never, never, never,
    /* quote convert drop-quote quote-dropped refer */ never, never, never, never, never,
  },
  [PSR_BILLING_STATE_NEEDS_LOOK] = {
    /* read-early checks-failed checks-passed changed */ never, never, never, same,
    /* left-queue ready-again */ same, same,
    /* approve unapprove take */ appro, never, created,
    /* skip unskip mark-billed unmark withdraw approve-post */ never, never, already, never, withd_g, never,
    /* send made not-made refused unknown holder-gone */ never, never, never, never, never, never,
    /* found-fits found-odd not-seen-yet not-there gave-up */ never, same, never, never, never,
    /* reprice verified differs */ never, never, never,
    /* confirmed confirm-refused told */ never, never, never,
    /* kept deleted left-untold */ never, never, never,
    /* fit-to-post post posted post-refused */ never, never, never, never,
    /* followed-read gone finished */ never, never, never,
    /* quote convert drop-quote quote-dropped refer */ never, never, never, never, never,
  },
  [PSR_BILLING_STATE_SKIPPED] = {
    /* read-early checks-failed checks-passed changed */ same, never, never, same,
    /* left-queue ready-again */ same, same,
    /* approve unapprove take */ never, never, never,
    /* skip unskip mark-billed unmark withdraw approve-post */ never, found, already, never, never, never,
    /* send made not-made refused unknown holder-gone */ never, never, never, never, never, never,
    /* found-fits found-odd not-seen-yet not-there gave-up */ never, never, never, never, never,
    /* reprice verified differs */ never, never, never,
    /* confirmed confirm-refused told */ never, never, never,
    /* kept deleted left-untold */ never, never, never,
    /* fit-to-post post posted post-refused */ never, never, never, never,
    /* followed-read gone finished */ never, never, never,
    /* quote convert drop-quote quote-dropped refer */ never, never, never, never, never,
  },
  [PSR_BILLING_STATE_ALREADY_INVOICED] = {
    /* read-early checks-failed checks-passed changed */ same, never, never, same,
    /* left-queue ready-again */ same, same,
    /* approve unapprove take */ never, never, never,
    /* skip unskip mark-billed unmark withdraw approve-post */ never, never, never, found, never, never,
    /* send made not-made refused unknown holder-gone */ never, never, never, never, never, never,
    /* found-fits found-odd not-seen-yet not-there gave-up */ never, never, never, never, never,
    /* reprice verified differs */ never, never, never,
    /* confirmed confirm-refused told */ never, never, never,
    /* kept deleted left-untold */ never, never, never,
    /* fit-to-post post posted post-refused */ never, never, never, never,
    /* followed-read gone finished */ never, never, never,
    /* quote convert drop-quote quote-dropped refer */ never, never, never, never, never,
  },
  [PSR_BILLING_STATE_WITHDRAWN] = {
    /* read-early checks-failed checks-passed changed */ early, blocked, ready, found,
    /* left-queue ready-again */ same, found,
    /* approve unapprove take */ never, never, never,
    /* skip unskip mark-billed unmark withdraw approve-post */ skipped, never, already, never, never, never,
    /* send made not-made refused unknown holder-gone */ never, never, never, never, never, never,
    /* found-fits found-odd not-seen-yet not-there gave-up */ never, never, never, never, never,
    /* reprice verified differs */ never, never, never,
    /* confirmed confirm-refused told */ never, never, never,
    /* kept deleted left-untold */ never, never, never,
    /* fit-to-post post posted post-refused */ never, never, never, never,
    /* followed-read gone finished */ never, never, never,
    /* quote convert drop-quote quote-dropped refer */ never, never, never, never, never,
  },
  [PSR_BILLING_STATE_WITHDRAWING] = {
    /* read-early checks-failed checks-passed changed */ never, never, never, same,
    /* left-queue ready-again */ same, same,
    /* approve unapprove take */ never, never, never,
    /* skip unskip mark-billed unmark withdraw approve-post */ never, never, never, never, never, never,
    /* send made not-made refused unknown holder-gone */ never, never, same, never, same, same,
    /* found-fits found-odd not-seen-yet not-there gave-up */ never, look, never, never, look,
    /* reprice verified differs */ never, never, look,
    /* confirmed confirm-refused told */ never, never, never,
    /* kept deleted left-untold */ follow, return_, never,
    /* fit-to-post post posted post-refused */ never, never, confirm, never,
    /* followed-read gone finished */ never, never, never,
    /* quote convert drop-quote quote-dropped refer */ never, never, never, never, never,
  },
  [PSR_BILLING_STATE_RETURNING] = {
    /* read-early checks-failed checks-passed changed */ never, never, never, same,
    /* left-queue ready-again */ same, same,
    /* approve unapprove take */ never, never, never,
    /* skip unskip mark-billed unmark withdraw approve-post */ never, never, never, never, never, never,
    /* send made not-made refused unknown holder-gone */ never, never, same, never, same, same,
    /* found-fits found-odd not-seen-yet not-there gave-up */ never, never, never, never, withdr,
    /* reprice verified differs */ never, never, never,
    /* confirmed confirm-refused told */ never, withdr, withdr,
    /* kept deleted left-untold */ never, never, never,
    /* fit-to-post post posted post-refused */ never, never, never, never,
    /* followed-read gone finished */ never, never, never,
    /* quote convert drop-quote quote-dropped refer */ never, never, never, never, never,
  },
  [PSR_BILLING_STATE_MAILING] = NOT_BUILT,
  [PSR_BILLING_STATE_CREDITING] = NOT_BUILT,
};

/**
 * psr_billing_table_look_up:
 * @state: where the document stands
 * @event: what happens to it
 * @next: (out) (optional): the state that follows; @state itself unless it moves
 *
 * Answers every pair of a state and an event.
 *
 * Returns: whether the document moves, stays, or the event has no place here
 */
PsrBillingVerdict
psr_billing_table_look_up (PsrBillingState  state,
                           PsrBillingEvent  event,
                           PsrBillingState *next)
{
  guint8 cell;

  g_return_val_if_fail (state < PSR_BILLING_N_STATES, PSR_BILLING_VERDICT_NEVER);
  g_return_val_if_fail (event < PSR_BILLING_N_EVENTS, PSR_BILLING_VERDICT_NEVER);

  cell = table[state][event];

  if (next != NULL)
    *next = state;

  if (cell == never || cell == 0)
    return PSR_BILLING_VERDICT_NEVER;

  if (cell == same)
    return PSR_BILLING_VERDICT_STAYS;

  if (next != NULL)
    *next = cell - 1;

  return PSR_BILLING_VERDICT_MOVES;
}

/**
 * psr_billing_table_is_decided:
 * @state: a state
 * @event: an event
 *
 * Returns: whether the table says something about the pair; a table in which
 *   one isn't decided is wrong
 */
gboolean
psr_billing_table_is_decided (PsrBillingState state,
                              PsrBillingEvent event)
{
  g_return_val_if_fail (state < PSR_BILLING_N_STATES, FALSE);
  g_return_val_if_fail (event < PSR_BILLING_N_EVENTS, FALSE);

  return table[state][event] != 0;
}

/**
 * psr_billing_event_get_actor:
 * @event: an event
 *
 * Returns: who may cause @event
 */
PsrBillingActor
psr_billing_event_get_actor (PsrBillingEvent event)
{
  /* Whatever spends money, or gives it up, is decided by a person. */
  static const PsrBillingEvent decided[] = {
    PSR_BILLING_EVENT_APPROVE,
    PSR_BILLING_EVENT_UNAPPROVE,
    PSR_BILLING_EVENT_TAKE,
    PSR_BILLING_EVENT_SKIP,
    PSR_BILLING_EVENT_UNSKIP,
    PSR_BILLING_EVENT_MARK_BILLED,
    PSR_BILLING_EVENT_UNMARK,
    PSR_BILLING_EVENT_WITHDRAW,
    PSR_BILLING_EVENT_APPROVE_POST,
  };

  g_return_val_if_fail (event < PSR_BILLING_N_EVENTS, PSR_BILLING_ACTOR_WORKER);

  for (gsize i = 0; i < G_N_ELEMENTS (decided); i++)
    {
      if (event == decided[i])
        return PSR_BILLING_ACTOR_PERSON;
    }

  return PSR_BILLING_ACTOR_WORKER;
}
