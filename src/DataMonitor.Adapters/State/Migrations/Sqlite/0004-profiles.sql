CREATE INDEX run_detail_profiles ON run_detail (dataset, scheduled_at) WHERE json_array_length(profiles) > 0;
