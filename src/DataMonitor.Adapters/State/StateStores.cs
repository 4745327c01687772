using DataMonitor.Core.Runs;

namespace DataMonitor.Adapters.State;

/// <summary>Opens the state store.</summary>
public static class StateStores
{
    /// <summary>Makes no connection yet: call <see cref="IRunStore.MigrateAsync"/> first.</summary>
    /// <exception cref="StateException">The connection string cannot be read.</exception>
    public static IStateStore Open(StateOptions options, TimeProvider time) => new StateStore(Dialect(options), time);

    private static StateDialect Dialect(StateOptions options) => string.IsNullOrWhiteSpace(options.PostgresConnectionString)
        ? new SqliteDialect(options.Path)
        : new PostgresDialect(options.PostgresConnectionString);
}
