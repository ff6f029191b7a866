/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-profile.h"

G_BEGIN_DECLS

#define PSR_TYPE_SETUP_DRAFT (psr_setup_draft_get_type ())

G_DECLARE_FINAL_TYPE (PsrSetupDraft, psr_setup_draft, PSR, SETUP_DRAFT, GObject)

PsrSetupDraft *psr_setup_draft_open          (const char     *profile_path,
                                              const char     *draft_path,
                                              GError        **error);
const char    *psr_setup_draft_get_path      (PsrSetupDraft  *self);
gboolean       psr_setup_draft_is_resumed    (PsrSetupDraft  *self);
gboolean       psr_setup_draft_has_profile   (PsrSetupDraft  *self);
gboolean       psr_setup_draft_has_changes   (PsrSetupDraft  *self,
                                              const char     *group,
                                              const char     *name);
char          *psr_setup_draft_dup           (PsrSetupDraft  *self,
                                              const char     *group,
                                              const char     *name);
gboolean       psr_setup_draft_set           (PsrSetupDraft  *self,
                                              const char     *group,
                                              const char     *name,
                                              const char     *value);
char         **psr_setup_draft_list          (PsrSetupDraft  *self,
                                              const char     *group);
char          *psr_setup_draft_dup_note      (PsrSetupDraft  *self,
                                              const char     *name);
gboolean       psr_setup_draft_set_note      (PsrSetupDraft  *self,
                                              const char     *name,
                                              const char     *value);
PsrProfile    *psr_setup_draft_make_profile  (PsrSetupDraft  *self,
                                              gboolean        is_whole,
                                              const char     *environment,
                                              GError        **error);
gboolean       psr_setup_draft_keep          (PsrSetupDraft  *self,
                                              GError        **error);
gboolean       psr_setup_draft_write_profile (PsrSetupDraft  *self,
                                              GError        **error);

G_END_DECLS
