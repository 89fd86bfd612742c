# SPDX-License-Identifier: Apache-2.0
.PHONY: demo test

demo:
	@script/demo

test:
	@script/test
