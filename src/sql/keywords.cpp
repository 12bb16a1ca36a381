// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/keywords.h"

#include <algorithm>

namespace quiver::sql {

namespace {

constexpr QStringView reserved[] = {
    u"all", u"analyse", u"analyze", u"and", u"any", u"array", u"as", u"asc", u"asymmetric", u"authorization", u"between",
    u"bigint", u"binary", u"bit", u"boolean", u"both", u"case", u"cast", u"char", u"character", u"check", u"coalesce",
    u"collate", u"collation", u"column", u"concurrently", u"constraint", u"create", u"cross", u"current_catalog",
    u"current_date", u"current_role", u"current_schema", u"current_time", u"current_timestamp", u"current_user", u"dec",
    u"decimal", u"default", u"deferrable", u"desc", u"distinct", u"do", u"else", u"end", u"except", u"exists", u"extract",
    u"false", u"fetch", u"float", u"for", u"foreign", u"freeze", u"from", u"full", u"grant", u"greatest", u"group",
    u"grouping", u"having", u"ilike", u"in", u"initially", u"inner", u"inout", u"int", u"integer", u"intersect",
    u"interval", u"into", u"is", u"isnull", u"join", u"json", u"json_array", u"json_arrayagg", u"json_exists",
    u"json_object", u"json_objectagg", u"json_query", u"json_scalar", u"json_serialize", u"json_table", u"json_value",
    u"lateral", u"leading", u"least", u"left", u"like", u"limit", u"localtime", u"localtimestamp", u"merge_action",
    u"national", u"natural", u"nchar", u"none", u"normalize", u"not", u"notnull", u"null", u"nullif", u"numeric", u"offset",
    u"on", u"only", u"or", u"order", u"out", u"outer", u"overlaps", u"overlay", u"placing", u"position", u"precision",
    u"primary", u"real", u"references", u"returning", u"right", u"row", u"select", u"session_user", u"setof", u"similar",
    u"smallint", u"some", u"substring", u"symmetric", u"system_user", u"table", u"tablesample", u"then", u"time",
    u"timestamp", u"to", u"trailing", u"treat", u"trim", u"true", u"union", u"unique", u"user", u"using", u"values",
    u"varchar", u"variadic", u"verbose", u"when", u"where", u"window", u"with", u"xmlattributes", u"xmlconcat",
    u"xmlelement", u"xmlexists", u"xmlforest", u"xmlnamespaces", u"xmlparse", u"xmlpi", u"xmlroot", u"xmlserialize",
    u"xmltable",
};

constexpr QStringView unreserved[] = {
    u"abort", u"absent", u"absolute", u"access", u"action", u"add", u"admin", u"after", u"aggregate", u"also", u"alter",
    u"always", u"asensitive", u"assertion", u"assignment", u"at", u"atomic", u"attach", u"attribute", u"backward",
    u"before", u"begin", u"breadth", u"by", u"cache", u"call", u"called", u"cascade", u"cascaded", u"catalog", u"chain",
    u"characteristics", u"checkpoint", u"class", u"close", u"cluster", u"columns", u"comment", u"comments", u"commit",
    u"committed", u"compression", u"conditional", u"configuration", u"conflict", u"connection", u"constraints", u"content",
    u"continue", u"conversion", u"copy", u"cost", u"csv", u"cube", u"current", u"cursor", u"cycle", u"data", u"database",
    u"day", u"deallocate", u"declare", u"defaults", u"deferred", u"definer", u"delete", u"delimiter", u"delimiters",
    u"depends", u"depth", u"detach", u"dictionary", u"disable", u"discard", u"document", u"domain", u"double", u"drop",
    u"each", u"empty", u"enable", u"encoding", u"encrypted", u"enforced", u"enum", u"error", u"escape", u"event",
    u"exclude", u"excluding", u"exclusive", u"execute", u"explain", u"expression", u"extension", u"external", u"family",
    u"filter", u"finalize", u"first", u"following", u"force", u"format", u"forward", u"function", u"functions",
    u"generated", u"global", u"granted", u"groups", u"handler", u"header", u"hold", u"hour", u"identity", u"if",
    u"immediate", u"immutable", u"implicit", u"import", u"include", u"including", u"increment", u"indent", u"index",
    u"indexes", u"inherit", u"inherits", u"inline", u"input", u"insensitive", u"insert", u"instead", u"invoker",
    u"isolation", u"key", u"keys", u"label", u"language", u"large", u"last", u"leakproof", u"level", u"listen", u"load",
    u"local", u"location", u"lock", u"locked", u"logged", u"mapping", u"match", u"matched", u"materialized", u"maxvalue",
    u"merge", u"method", u"minute", u"minvalue", u"mode", u"month", u"move", u"name", u"names", u"nested", u"new", u"next",
    u"nfc", u"nfd", u"nfkc", u"nfkd", u"no", u"normalized", u"nothing", u"notify", u"nowait", u"nulls", u"object",
    u"objects", u"of", u"off", u"oids", u"old", u"omit", u"operator", u"option", u"options", u"ordinality", u"others",
    u"over", u"overriding", u"owned", u"owner", u"parallel", u"parameter", u"parser", u"partial", u"partition", u"passing",
    u"password", u"path", u"period", u"plain", u"plan", u"plans", u"policy", u"preceding", u"prepare", u"prepared",
    u"preserve", u"prior", u"privileges", u"procedural", u"procedure", u"procedures", u"program", u"publication", u"quote",
    u"quotes", u"range", u"read", u"reassign", u"recheck", u"recursive", u"ref", u"referencing", u"refresh", u"reindex",
    u"relative", u"release", u"rename", u"repeatable", u"replace", u"replica", u"reset", u"restart", u"restrict", u"return",
    u"returns", u"revoke", u"role", u"rollback", u"rollup", u"routine", u"routines", u"rows", u"rule", u"savepoint",
    u"scalar", u"schema", u"schemas", u"scroll", u"search", u"second", u"security", u"sequence", u"sequences",
    u"serializable", u"server", u"session", u"set", u"sets", u"share", u"show", u"simple", u"skip", u"snapshot", u"source",
    u"sql", u"stable", u"standalone", u"start", u"statement", u"statistics", u"stdin", u"stdout", u"storage", u"stored",
    u"strict", u"string", u"strip", u"subscription", u"support", u"sysid", u"system", u"tables", u"tablespace", u"target",
    u"temp", u"template", u"temporary", u"text", u"ties", u"transaction", u"transform", u"trigger", u"truncate", u"trusted",
    u"type", u"types", u"uescape", u"unbounded", u"uncommitted", u"unconditional", u"unencrypted", u"unknown", u"unlisten",
    u"unlogged", u"until", u"update", u"vacuum", u"valid", u"validate", u"validator", u"value", u"varying", u"version",
    u"view", u"views", u"virtual", u"volatile", u"whitespace", u"within", u"without", u"work", u"wrapper", u"write", u"xml",
    u"year", u"yes", u"zone",
};

constexpr QStringView types[] = {
    u"bigint", u"bigserial", u"bit", u"bool", u"boolean", u"box", u"bpchar", u"bytea", u"char", u"character", u"cid",
    u"cidr", u"circle", u"citext", u"date", u"datemultirange", u"daterange", u"decimal", u"double", u"float4", u"float8",
    u"halfvec", u"hstore", u"inet", u"int2", u"int4", u"int4multirange", u"int4range", u"int8", u"int8multirange",
    u"int8range", u"integer", u"interval", u"json", u"jsonb", u"line", u"lseg", u"ltree", u"macaddr", u"macaddr8", u"money",
    u"name", u"numeric", u"nummultirange", u"numrange", u"oid", u"path", u"pg_lsn", u"point", u"polygon", u"precision",
    u"real", u"record", u"regclass", u"regconfig", u"regnamespace", u"regproc", u"regprocedure", u"regrole", u"regtype",
    u"serial", u"smallint", u"smallserial", u"sparsevec", u"text", u"tid", u"time", u"timestamp", u"timestamptz", u"timetz",
    u"trigger", u"tsmultirange", u"tsquery", u"tsrange", u"tstzmultirange", u"tstzrange", u"tsvector", u"uuid", u"varbit",
    u"varchar", u"vector", u"void", u"xid", u"xid8", u"xml",
};

constexpr QStringView functions[] = {
    u"abs", u"age", u"array_agg", u"array_append", u"array_cat", u"array_dims", u"array_length", u"array_lower",
    u"array_position", u"array_positions", u"array_prepend", u"array_remove", u"array_replace", u"array_to_json",
    u"array_to_string", u"array_upper", u"avg", u"bit_and", u"bit_or", u"bool_and", u"bool_or", u"btrim", u"cardinality",
    u"ceil", u"ceiling", u"char_length", u"clock_timestamp", u"concat", u"concat_ws", u"convert_from", u"convert_to",
    u"corr", u"count", u"cume_dist", u"current_setting", u"currval", u"date_bin", u"date_part", u"date_trunc", u"decode",
    u"dense_rank", u"digest", u"encode", u"every", u"exp", u"first_value", u"floor", u"format", u"format_type",
    u"gen_random_uuid", u"generate_series", u"generate_subscripts", u"has_table_privilege", u"initcap", u"json_agg",
    u"json_array_elements", u"json_build_array", u"json_build_object", u"json_each", u"json_object_agg",
    u"json_object_keys", u"json_populate_record", u"json_strip_nulls", u"json_to_record", u"jsonb_agg",
    u"jsonb_array_elements", u"jsonb_array_elements_text", u"jsonb_array_length", u"jsonb_build_array",
    u"jsonb_build_object", u"jsonb_each", u"jsonb_each_text", u"jsonb_extract_path", u"jsonb_insert", u"jsonb_object_agg",
    u"jsonb_object_keys", u"jsonb_path_exists", u"jsonb_path_match", u"jsonb_path_query", u"jsonb_path_query_array",
    u"jsonb_path_query_first", u"jsonb_populate_record", u"jsonb_pretty", u"jsonb_set", u"jsonb_strip_nulls",
    u"jsonb_to_record", u"jsonb_typeof", u"justify_days", u"justify_hours", u"justify_interval", u"lag", u"last_value",
    u"lastval", u"lead", u"left", u"length", u"ln", u"log", u"lower", u"lpad", u"ltrim", u"make_date", u"make_interval",
    u"make_time", u"make_timestamp", u"make_timestamptz", u"max", u"md5", u"min", u"mod", u"mode", u"nextval", u"now",
    u"nth_value", u"ntile", u"num_nonnulls", u"num_nulls", u"octet_length", u"parse_ident", u"percent_rank",
    u"percentile_cont", u"percentile_disc", u"pg_advisory_lock", u"pg_advisory_unlock", u"pg_backend_pid",
    u"pg_cancel_backend", u"pg_column_size", u"pg_database_size", u"pg_get_constraintdef", u"pg_get_functiondef",
    u"pg_get_indexdef", u"pg_get_viewdef", u"pg_indexes_size", u"pg_is_in_recovery", u"pg_postmaster_start_time",
    u"pg_relation_filenode", u"pg_relation_size", u"pg_reload_conf", u"pg_size_pretty", u"pg_sleep", u"pg_stat_reset",
    u"pg_table_size", u"pg_terminate_backend", u"pg_total_relation_size", u"phraseto_tsquery", u"pi", u"plainto_tsquery",
    u"power", u"quote_ident", u"quote_literal", u"quote_nullable", u"random", u"rank", u"regexp_match", u"regexp_matches",
    u"regexp_replace", u"regexp_split_to_array", u"regexp_split_to_table", u"regr_slope", u"repeat", u"replace", u"reverse",
    u"right", u"round", u"row_number", u"row_to_json", u"rpad", u"rtrim", u"set_config", u"setseed", u"setval", u"sha256",
    u"sign", u"split_part", u"sqrt", u"starts_with", u"statement_timestamp", u"stddev", u"stddev_pop", u"stddev_samp",
    u"string_agg", u"string_to_array", u"strpos", u"substr", u"sum", u"timeofday", u"to_char", u"to_date", u"to_json",
    u"to_jsonb", u"to_number", u"to_regclass", u"to_timestamp", u"to_tsquery", u"to_tsvector", u"transaction_timestamp",
    u"translate", u"trunc", u"ts_headline", u"ts_rank", u"ts_rank_cd", u"txid_current", u"unnest", u"upper", u"var_pop",
    u"var_samp", u"variance", u"version", u"websearch_to_tsquery", u"width_bucket",
};

constexpr QStringView vectors[] = {
    u"binary_quantize", u"bit_hamming_ops", u"bit_jaccard_ops", u"cosine_distance", u"ef_construction", u"halfvec",
    u"halfvec_cosine_ops", u"halfvec_ip_ops", u"halfvec_l1_ops", u"halfvec_l2_ops", u"hamming_distance", u"hnsw",
    u"inner_product", u"ivfflat", u"jaccard_distance", u"l1_distance", u"l2_distance", u"l2_norm", u"l2_normalize",
    u"lists", u"sparsevec", u"sparsevec_cosine_ops", u"sparsevec_ip_ops", u"sparsevec_l1_ops", u"sparsevec_l2_ops",
    u"subvector", u"vector", u"vector_avg", u"vector_cosine_ops", u"vector_dims", u"vector_ip_ops", u"vector_l1_ops",
    u"vector_l2_ops", u"vector_negative_inner_product", u"vector_norm", u"vector_spherical_distance",
};

constexpr QStringView operators[] = {
    u"<#>", u"<%>", u"<+>", u"<->", u"<=>", u"<~>",
};

constexpr QStringView settings[] = {
    u"application_name", u"bytea_output", u"checkpoint_timeout", u"client_encoding", u"client_min_messages",
    u"constraint_exclusion", u"cpu_index_tuple_cost", u"cpu_operator_cost", u"cpu_tuple_cost", u"cursor_tuple_fraction",
    u"datestyle", u"deadlock_timeout", u"debug_print_plan", u"default_statistics_target", u"default_table_access_method",
    u"default_tablespace", u"default_transaction_isolation", u"default_transaction_read_only", u"effective_cache_size",
    u"effective_io_concurrency", u"enable_bitmapscan", u"enable_gathermerge", u"enable_hashagg", u"enable_hashjoin",
    u"enable_incremental_sort", u"enable_indexonlyscan", u"enable_indexscan", u"enable_material", u"enable_memoize",
    u"enable_mergejoin", u"enable_nestloop", u"enable_parallel_append", u"enable_parallel_hash",
    u"enable_partition_pruning", u"enable_partitionwise_aggregate", u"enable_partitionwise_join", u"enable_seqscan",
    u"enable_sort", u"enable_tidscan", u"extra_float_digits", u"from_collapse_limit", u"geqo", u"hash_mem_multiplier",
    u"hnsw.ef_search", u"hnsw.iterative_scan", u"hnsw.max_scan_tuples", u"hnsw.scan_mem_multiplier",
    u"idle_in_transaction_session_timeout", u"idle_session_timeout", u"intervalstyle", u"ivfflat.iterative_scan",
    u"ivfflat.max_probes", u"ivfflat.probes", u"jit", u"jit_above_cost", u"join_collapse_limit", u"lc_messages",
    u"lock_timeout", u"log_lock_waits", u"log_min_duration_statement", u"log_statement", u"log_temp_files",
    u"logical_decoding_work_mem", u"maintenance_io_concurrency", u"maintenance_work_mem", u"max_connections",
    u"max_parallel_maintenance_workers", u"max_parallel_workers", u"max_parallel_workers_per_gather", u"max_wal_size",
    u"min_parallel_index_scan_size", u"min_parallel_table_scan_size", u"min_wal_size", u"parallel_leader_participation",
    u"parallel_setup_cost", u"parallel_tuple_cost", u"plan_cache_mode", u"random_page_cost", u"role", u"row_security",
    u"search_path", u"seq_page_cost", u"session_replication_role", u"shared_buffers", u"shared_preload_libraries", u"ssl",
    u"standard_conforming_strings", u"statement_timeout", u"synchronous_commit", u"temp_buffers", u"temp_file_limit",
    u"timezone", u"track_activities", u"track_io_timing", u"transaction_isolation", u"transaction_read_only",
    u"vacuum_cost_delay", u"vacuum_cost_limit", u"wal_compression", u"wal_level", u"work_mem",
};

} // namespace

std::span<const QStringView> reservedKeywords()
{
    return reserved;
}

std::span<const QStringView> unreservedKeywords()
{
    return unreserved;
}

std::span<const QStringView> typeNames()
{
    return types;
}

std::span<const QStringView> functionNames()
{
    return functions;
}

std::span<const QStringView> vectorNames()
{
    return vectors;
}

std::span<const QStringView> vectorOperators()
{
    return operators;
}

std::span<const QStringView> settingNames()
{
    return settings;
}

bool isReserved(QStringView lower)
{
    return std::binary_search(std::begin(reserved), std::end(reserved), lower);
}

bool isKeyword(QStringView word)
{
    const QString lower = word.toString().toLower();
    return isReserved(lower) || std::binary_search(std::begin(unreserved), std::end(unreserved), QStringView(lower));
}

} // namespace quiver::sql
