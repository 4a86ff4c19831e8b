# Every target sets up .venv from requirements.lock first, when it is missing or older than the lock. No root needed.
# 每个目标都会在 .venv 缺失或早于 requirements.lock 时先行安装；不需要管理员权限。

.DEFAULT_GOAL := refresh
.PHONY: refresh test check serve bench docs lint lock spark clean

BIN := .venv/bin
READY := .venv/.ready

refresh: $(READY) ## the whole street once: documents to published snapshot
	$(BIN)/juesuan refresh

test: $(READY) ## every test; those in a browser where chromium is
	$(BIN)/python -m pytest

check: $(READY) ## one document, nothing written: make check FILE=path
	@test -n "$(FILE)" || { echo "请指明文件：make check FILE=路径 / Name the file: make check FILE=path"; exit 2; }
	$(BIN)/juesuan check "$(FILE)"

serve: $(READY) ## Dagster webserver and daemon: nightly schedule, inbox sensor
	$(BIN)/juesuan serve

bench: $(READY) ## the measurements of benchmarks/
	$(BIN)/python -m benchmarks
	$(BIN)/python -m benchmarks.desk
	$(BIN)/python -m benchmarks.growth

docs: $(READY) ## the generated pages of docs/
	$(BIN)/juesuan docs

lint: $(READY) ## ruff, mypy, sqlfluff
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/sqlfluff lint dbt_project/models --processes 2 --disable-progress-bar --nocolor

spark: $(READY) .venv/.spark ## Spark and dbt-spark beside it, from a lock of their own; needs Java 17 (docs/operations.md)

# pyspark comes as source: it is packed by the setuptools that the first lock names.
.venv/.spark: requirements-spark.lock $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --require-hashes \
		-r requirements-spark.lock
	touch $@

lock: ## requirements.lock anew from pyproject.toml (needs uv)
	uv pip compile pyproject.toml --extra dev --extra ocr --generate-hashes --universal --python-version 3.11 --no-strip-extras \
		--no-emit-index-url --no-emit-find-links --no-header --no-annotate --upgrade --quiet -o requirements.lock
	uv pip compile pyproject.toml --extra spark --constraint requirements.lock --generate-hashes --universal \
		--python-version 3.11 --no-strip-extras --no-emit-index-url --no-emit-find-links --no-header --no-annotate \
		--upgrade --quiet -o requirements-spark.lock

clean: ## everything that can be made again, except what was published
	rm -rf build .venv

# The first interpreter that is new enough; a venv without pip (ensurepip missing) is filled by the machine's own pip.
$(READY): requirements.lock
	@python=; for candidate in $(PYTHON) python3.13 python3.12 python3.11 python3 python; do \
		if "$$candidate" -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; \
		then python=$$candidate; break; fi; done; \
	if test -z "$$python"; then \
		echo "需要 Python 3.11 或更高版本（可用 make PYTHON=路径 指定）。"; \
		echo "Python 3.11 or newer is needed (make PYTHON=path names one)."; exit 1; fi; \
	pip=".venv/bin/python -m pip"; \
	if $$pip --version >/dev/null 2>&1; then \
		echo "正在按 requirements.lock 更新 .venv … / Bringing .venv up to requirements.lock …"; \
	else \
		echo "正在用 $$python 建立 .venv（约一分钟）… / Setting up .venv with $$python (about a minute) …"; \
		rm -rf .venv; "$$python" -m venv .venv >/dev/null 2>&1 || { rm -rf .venv; \
			"$$python" -m venv --without-pip .venv && pip="$$python -m pip --python .venv/bin/python"; }; \
	fi; \
	$$pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock && \
	$$pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e . && \
	.venv/bin/python -m compileall -q pipelines && \
	touch $@ || { echo "安装未完成：原因见上文，处理后再运行一次。"; \
		echo "Setting up did not finish: the cause stands above; mend it and run again."; exit 1; }
