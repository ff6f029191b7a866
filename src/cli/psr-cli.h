/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-engine.h"
#include "psr-json-writer.h"

G_BEGIN_DECLS

/**
 * PsrCli:
 * @profile: (nullable): the file name of the profile, as given
 * @state: (nullable): the state folder, as given
 * @credentials: (nullable): the credentials folder, as given
 * @log_requests: (nullable): which requests are to be kept, as given
 * @json: whether to write JSON for programs
 * @verbose: whether to log what is done
 * @engine: (nullable): the engine, once a command has opened it
 * @interrupted: resolves never; rejected once the person wants to stop
 *
 * What all commands share.
 */
typedef struct
{
  char         *profile;
  char         *state;
  char         *credentials;
  char         *log_requests;
  gboolean      json;
  gboolean      verbose;
  PsrEngine    *engine;
  GCancellable *interrupted;
} PsrCli;

/**
 * PsrCliRun:
 * @cli: what all commands share
 * @n_words: how many words follow the command's name, the name included
 * @words: (array length=n_words): the words
 *
 * Runs a command, in a fiber.
 *
 * Returns: the exit status
 */
typedef int (*PsrCliRun) (PsrCli  *cli,
                          int      n_words,
                          char   **words);

/**
 * PsrCliCommand:
 * @name: what people type
 * @arguments: what may follow, for the help
 * @summary: what it does, one line, to be translated
 * @run: what runs it
 */
typedef struct
{
  const char *name;
  const char *arguments;
  const char *summary;
  PsrCliRun   run;
} PsrCliCommand;

enum
{
  PSR_CLI_OK         = 0,
  PSR_CLI_PERSON     = 1,
  PSR_CLI_USAGE      = 2,
  PSR_CLI_CONNECTION = 3,
  PSR_CLI_STATE      = 4,
};

int        psr_cli_run_check       (PsrCli *cli, int n_words, char **words);
int        psr_cli_run_connect     (PsrCli *cli, int n_words, char **words);
int        psr_cli_run_secret      (PsrCli *cli, int n_words, char **words);
int        psr_cli_run_sync        (PsrCli *cli, int n_words, char **words);
int        psr_cli_run_workorders  (PsrCli *cli, int n_words, char **words);
int        psr_cli_run_bill        (PsrCli *cli, int n_words, char **words);
int        psr_cli_run_withdraw    (PsrCli *cli, int n_words, char **words);
int        psr_cli_run_retry       (PsrCli *cli, int n_words, char **words);
int        psr_cli_run_take        (PsrCli *cli, int n_words, char **words);
int        psr_cli_run_unapprove   (PsrCli *cli, int n_words, char **words);
int        psr_cli_run_skip        (PsrCli *cli, int n_words, char **words);
int        psr_cli_run_mark_billed (PsrCli *cli, int n_words, char **words);
int        psr_cli_run_audit       (PsrCli *cli, int n_words, char **words);
int        psr_cli_run_status      (PsrCli *cli, int n_words, char **words);
int        psr_cli_run_doctor      (PsrCli *cli, int n_words, char **words);
int        psr_cli_run_log         (PsrCli *cli, int n_words, char **words);
int        psr_cli_run_give_up     (PsrCli *cli, int n_words, char **words);
int        psr_cli_run_delete_data (PsrCli *cli, int n_words, char **words);
int        psr_cli_run_matching    (PsrCli *cli, int n_words, char **words);
int        psr_cli_run_couple      (PsrCli *cli, int n_words, char **words);
int        psr_cli_run_uncouple    (PsrCli *cli, int n_words, char **words);
int        psr_cli_run_reset       (PsrCli *cli, int n_words, char **words);
int        psr_cli_run_conflicts   (PsrCli *cli, int n_words, char **words);
int        psr_cli_run_proposals   (PsrCli *cli, int n_words, char **words);
int        psr_cli_run_stock       (PsrCli *cli, int n_words, char **words);
int        psr_cli_run_prices      (PsrCli *cli, int n_words, char **words);
int        psr_cli_run_watch       (PsrCli *cli, int n_words, char **words);
int        psr_cli_run_sandbox     (PsrCli *cli, int n_words, char **words);
int        psr_cli_run_demo        (PsrCli *cli, int n_words, char **words);

gboolean   psr_cli_parse           (PsrCli              *cli,
                                    const PsrCliCommand *command,
                                    const GOptionEntry  *entries,
                                    int                 *n_words,
                                    char              ***words);
const PsrCliCommand *
           psr_cli_find_command    (const char          *name);
PsrEngine *psr_cli_open            (PsrCli              *cli,
                                    GError             **error);
PsrEngine *psr_cli_open_with       (PsrCli              *cli,
                                    PsrProfile          *profile,
                                    GError             **error);
int        psr_cli_fail            (PsrCli              *cli,
                                    const GError        *error);
void       psr_cli_warn            (PsrCli              *cli);
int        psr_cli_fail_usage      (PsrCli              *cli,
                                    const char          *command,
                                    const char          *message);
void       psr_cli_print_json      (PsrJsonWriter       *writer);
char      *psr_cli_dup_person      (void);

G_END_DECLS
