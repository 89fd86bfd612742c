# SPDX-License-Identifier: Apache-2.0
"""Validates footprints against a JSON schema with the PyPI package jsonschema.

usage: check_schema.py SCHEMA FOOTPRINTS
SCHEMA is a JSON schema, or PACT's OpenAPI file (its component ProductFootprint is used), as JSON
or, with the package PyYAML, as YAML.
FOOTPRINTS holds one JSON document a line. Each line that is not valid is printed as
"LINE PATH MESSAGE"; the last line is the number of valid ones.
"""

import json
import sys

import jsonschema

with open(sys.argv[1], encoding="utf-8") as file:
    if sys.argv[1].endswith((".yaml", ".yml")):
        import yaml

        schema = yaml.safe_load(file)
    else:
        schema = json.load(file)
if "openapi" in schema:
    schema = {
        "$ref": "#/components/schemas/ProductFootprint",
        "components": schema["components"],
    }
elif "draft-04" in schema.get("$schema", ""):
    schema["$schema"] = "http://json-schema.org/draft-04/schema#"
kind = jsonschema.validators.validator_for(schema, jsonschema.Draft202012Validator)
validator = kind(schema, format_checker=kind.FORMAT_CHECKER)
valid = 0
with open(sys.argv[2], encoding="utf-8") as file:
    for number, line in enumerate(file, 1):
        errors = list(validator.iter_errors(json.loads(line)))
        valid += not errors
        for error in errors:
            path = "/".join(str(step) for step in error.absolute_path)
            print(number, "/" + path, error.message[:200])
print(valid)
