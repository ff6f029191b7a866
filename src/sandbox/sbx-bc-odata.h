/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sbx-bc-price.h"

/* What is below …/ODataV4/: Company('NAME')/SERVICE, SERVICE?company=NAME, or what there is. */
gboolean sbx_call_odata (SbxCall *call, char **rest, SbxProblem *problem);
