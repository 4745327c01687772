namespace DataMonitor.Adapters.State;

/// <summary>Where the daemon keeps its state.</summary>
public sealed class StateOptions
{
    /// <summary>File of the embedded SQLite database; its folder is created. Not used when <see cref="PostgresConnectionString"/> is set.</summary>
    public string Path { get; init; } = "monitor.db";

    /// <summary>Npgsql connection string of the database that all daemons share. Holds a password: never shown.</summary>
    public string? PostgresConnectionString { get; init; }
}
