/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sbx-world.h"

/* Fills both services with the data of a Belgian service company; the same for the same options. */
void sbx_seed_fill (SbxWorld *world);
