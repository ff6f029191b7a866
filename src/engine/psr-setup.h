/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

#include "psr-engine.h"
#include "psr-profile-key.h"
#include "psr-setup-found.h"

G_BEGIN_DECLS

/**
 * PsrSetupStep:
 * @PSR_SETUP_WELCOME: what is needed
 * @PSR_SETUP_BC: where Business Central is, and how to sign in
 * @PSR_SETUP_COMPANY: environment and company
 * @PSR_SETUP_WELLO: where Wello is, and who signs in
 * @PSR_SETUP_SYNC: what to keep the same
 * @PSR_SETUP_START: the day billing starts, and that nobody else does it
 * @PSR_SETUP_BILLING: how what is billed is called in Business Central
 * @PSR_SETUP_CHECK: what would happen, in numbers
 * @PSR_SETUP_FIRST_SYNC: the profile is written, and the first sync made
 *
 * The steps of setting up, in their order.
 */
typedef enum
{
  PSR_SETUP_WELCOME,
  PSR_SETUP_BC,
  PSR_SETUP_COMPANY,
  PSR_SETUP_WELLO,
  PSR_SETUP_SYNC,
  PSR_SETUP_START,
  PSR_SETUP_BILLING,
  PSR_SETUP_CHECK,
  PSR_SETUP_FIRST_SYNC,
} PsrSetupStep;

#define PSR_SETUP_N_STEPS (PSR_SETUP_FIRST_SYNC + 1)

/**
 * PsrSetupState:
 * @PSR_SETUP_IDLE: something is still missing
 * @PSR_SETUP_READY: what was given can be tried
 * @PSR_SETUP_BUSY: it is being tried, or what there is to choose is fetched
 * @PSR_SETUP_ERROR: it failed; what was given is kept
 * @PSR_SETUP_DONE: it was tried, and is as it should be
 *
 * How a step stands.
 */
typedef enum
{
  PSR_SETUP_IDLE,
  PSR_SETUP_READY,
  PSR_SETUP_BUSY,
  PSR_SETUP_ERROR,
  PSR_SETUP_DONE,
} PsrSetupState;

/**
 * PsrSetupList:
 * @PSR_SETUP_ENVIRONMENTS: environments of the tenant
 * @PSR_SETUP_COMPANIES: companies of the environment
 * @PSR_SETUP_ORGANIZATIONS: sales organizations in Wello
 * @PSR_SETUP_HOURS: what hours can be billed as
 * @PSR_SETUP_PARTS: what parts that were typed by hand can be billed as
 * @PSR_SETUP_TAX_GROUPS: VAT product posting groups
 *
 * What is fetched, to choose from.
 */
typedef enum
{
  PSR_SETUP_ENVIRONMENTS,
  PSR_SETUP_COMPANIES,
  PSR_SETUP_ORGANIZATIONS,
  PSR_SETUP_HOURS,
  PSR_SETUP_PARTS,
  PSR_SETUP_TAX_GROUPS,
} PsrSetupList;

#define PSR_SETUP_N_LISTS (PSR_SETUP_TAX_GROUPS + 1)

/* What the profile says for a resource begins so; its number follows. */
#define PSR_SETUP_RESOURCE "resource:"

/**
 * PsrSetupChoice:
 * @value: what the profile says for it
 * @title: what people call it
 * @subtitle: what else tells it from others, or ""
 *
 * One of a list.
 */
typedef struct
{
  char *value;
  char *title;
  char *subtitle;
} PsrSetupChoice;

/**
 * PsrSetup:
 *
 * Setting up an account, step by step: what is asked, what is fetched to choose
 * from, how it is tried, and how it gets into the profile. Programs show it. The
 * signal “changed” tells that something of it is to be shown anew; it never comes
 * from a fiber.
 */
#define PSR_TYPE_SETUP (psr_setup_get_type ())

G_DECLARE_FINAL_TYPE (PsrSetup, psr_setup, PSR, SETUP, GObject)

PsrSetup      *psr_setup_new              (const char     *profile_path,
                                           const char     *state_folder,
                                           const char     *credentials_folder,
                                           PsrClock       *clock,
                                           PsrRandom      *random,
                                           PsrExecutor    *executor,
                                           gboolean        is_single,
                                           GError        **error);
void           psr_setup_set_transports   (PsrSetup       *self,
                                           PsrTransport   *bc,
                                           PsrTransport   *wello);

/* What was given */
gboolean       psr_setup_is_resumed       (PsrSetup       *self);
gboolean       psr_setup_is_written       (PsrSetup       *self);
gboolean       psr_setup_has_changes      (PsrSetup       *self);
PsrSetupStep   psr_setup_get_step         (PsrSetup       *self);
void           psr_setup_set_step         (PsrSetup       *self,
                                           PsrSetupStep    step);
char          *psr_setup_dup_value        (PsrSetup       *self,
                                           PsrProfileKey   key);
void           psr_setup_set_value        (PsrSetup       *self,
                                           PsrProfileKey   key,
                                           const char     *value);
char          *psr_setup_take_address     (PsrSetup       *self,
                                           const char     *text);
gboolean       psr_setup_write_address    (const char     *profile_path,
                                           const char     *text,
                                           char          **taken,
                                           GError        **error);
char          *psr_setup_dup_entry        (PsrSetup       *self,
                                           const char     *group,
                                           const char     *name);
void           psr_setup_set_entry        (PsrSetup       *self,
                                           const char     *group,
                                           const char     *name,
                                           const char     *value);
gboolean       psr_setup_get_on_premises  (PsrSetup       *self);
void           psr_setup_set_on_premises  (PsrSetup       *self,
                                           gboolean        on_premises);
gboolean       psr_setup_get_is_alone     (PsrSetup       *self);
void           psr_setup_set_is_alone     (PsrSetup       *self,
                                           gboolean        is_alone);
const char    *psr_setup_get_secret_name  (PsrSetup       *self,
                                           PsrSetupStep    step);
void           psr_setup_type_secret      (PsrSetup       *self,
                                           const char     *name,
                                           const char     *text);
gboolean       psr_setup_has_typed        (PsrSetup       *self,
                                           const char     *name);
gboolean       psr_setup_has_stored       (PsrSetup       *self,
                                           const char     *name);

/* How it stands */
PsrSetupState  psr_setup_get_state        (PsrSetup       *self,
                                           PsrSetupStep    step);
const GError  *psr_setup_get_error        (PsrSetup       *self,
                                           PsrSetupStep    step);
const char    *psr_setup_get_proof        (PsrSetup       *self,
                                           PsrSetupStep    step);
GPtrArray     *psr_setup_get_list         (PsrSetup       *self,
                                           PsrSetupList    list);
GPtrArray     *psr_setup_get_mappings     (PsrSetup       *self);
guint          psr_setup_get_n_hand_typed (PsrSetup       *self);
gboolean       psr_setup_lacks_resources  (PsrSetup       *self);
gboolean       psr_setup_count_work       (PsrSetup       *self,
                                           guint          *n_ready,
                                           guint          *n_before);
GPtrArray     *psr_setup_get_findings     (PsrSetup       *self);
GPtrArray     *psr_setup_get_flows        (PsrSetup       *self);
const char    *psr_setup_get_progress     (PsrSetup       *self);
const char    *psr_setup_get_prompt_url   (PsrSetup       *self);
const char    *psr_setup_get_prompt_code  (PsrSetup       *self);

/* What is done */
DexFuture     *psr_setup_load             (PsrSetup       *self,
                                           PsrSetupStep    step);
DexFuture     *psr_setup_apply            (PsrSetup       *self,
                                           PsrSetupStep    step);
gboolean       psr_setup_write_profile    (PsrSetup       *self,
                                           GError        **error);
gboolean       psr_setup_keep             (PsrSetup       *self,
                                           GError        **error);
void           psr_setup_stop             (PsrSetup       *self);

const char    *psr_setup_step_to_string   (PsrSetupStep    step);
gboolean       psr_setup_step_from_string (const char     *name,
                                           PsrSetupStep   *step);

G_END_DECLS
