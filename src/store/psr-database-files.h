/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-clock.h"
#include "psr-connection.h"
#include "psr-migration.h"

G_BEGIN_DECLS

/* For PsrDatabase only: bringing a file into a state in which it can be used. */

PsrConnection *psr_database_files_open (const char          *path,
                                        const PsrMigrations *migrations,
                                        gboolean             precious,
                                        PsrClock            *clock,
                                        char               **set_aside,
                                        GError             **error);

G_END_DECLS
