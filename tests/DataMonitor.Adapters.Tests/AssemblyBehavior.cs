// PostgreSQL shows a commit to the export log only when no older transaction of the whole server is under way:
// a test beside it that writes to another database would be such a one.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
