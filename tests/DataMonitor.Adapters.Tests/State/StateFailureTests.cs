using System.Text;
using DataMonitor.Adapters.State;
using DataMonitor.Core.Runs;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace DataMonitor.Adapters.Tests.State;

/// <summary>What people read when the store does not answer.</summary>
public sealed class StateFailureTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("monitor-state-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Path => System.IO.Path.Combine(folder.FullName, "state.db");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task Explain_EveryKnownFailure_Sentences()
    {
        var text = new StringBuilder();
        await using (var sqlite = new SqliteDialect("monitor.db"))
        {
            foreach (var code in new[] { 5, 6, 8, 10, 11, 13, 14, 26, 1, 19 })
            {
                Write(text, $"SQLite {code}", sqlite.Explain(new SqliteException("driver text", code)));
            }
        }

        await using (var postgres = new PostgresDialect("Host=localhost;Password=canary"))
        {
            foreach (var state in new[] { "28P01", "28000", "3D000", "42501", "42P01", "42703", "53100", "53300", "25006", "55P03", "40P01", "40001", "57P01", "57014", "08006", "23505" })
            {
                Write(text, $"PostgreSQL {state}", postgres.Explain(new PostgresException("driver text", "ERROR", "ERROR", state)));
            }

            Write(text, "PostgreSQL unreachable", postgres.Explain(new NpgsqlException("driver text", new IOException())));
        }

        text.ToString().ShouldNotContain("driver text");
        text.ToString().ShouldMatchApproved(options => options.SubFolder("Golden"));
    }

    [Fact]
    public async Task MigrateAsync_NoDatabaseFile_SaysSo()
    {
        await File.WriteAllTextAsync(Path, string.Concat(Enumerable.Repeat("This is no database. ", 100)), Token);

        (await FailAsync(Sqlite())).Message.ShouldContain("is damaged or is no SQLite database");
    }

    [Fact]
    public async Task MigrateAsync_FolderIsAFile_SaysSo()
    {
        await File.WriteAllTextAsync(Path, "", Token);

        (await FailAsync(Sqlite(System.IO.Path.Combine(Path, "state.db")))).Message.ShouldContain("cannot use the folder of");
    }

    [Fact]
    public async Task MigrateAsync_PathIsAFolder_SaysSo()
    {
        Directory.CreateDirectory(Path);

        (await FailAsync(Sqlite())).Message.ShouldContain("cannot be opened");
    }

    [Fact]
    public async Task FindAsync_NotMigrated_SaysSo()
    {
        await using var store = Sqlite();

        (await Should.ThrowAsync<StateException>(() => store.FindAsync(Guid.NewGuid(), Token))).Message.ShouldContain("lacks its tables");
    }

    [Fact]
    public async Task MigrateAsync_SchemaOfANewerVersion_Refused()
    {
        await using (var store = Sqlite())
        {
            await store.MigrateAsync(Token);
        }

        await using (var connection = new SqliteConnection($"Data Source={Path};Pooling=False"))
        {
            await connection.OpenAsync(Token);
            await using var command = connection.CreateCommand();
            command.CommandText = "INSERT INTO schema_version (ScriptName, Applied) VALUES ('9999-future', '2030-01-01')";
            await command.ExecuteNonQueryAsync(Token);
        }

        (await FailAsync(Sqlite())).Message.ShouldBe("The state store has the schema of a newer version. Run that version, or restore a backup made before the upgrade.");
    }

    [Fact]
    public void Open_WrongConnectionString_DoesNotRepeatIt() =>
        Should.Throw<StateException>(() => StateStores.Open(new() { PostgresConnectionString = "Hots=db;Password=canary" }, TimeProvider.System))
            .ToString().ShouldNotContain("canary");

    [Theory]
    [InlineData("Username=nobody_here;Password=canary", "refused the user or the password", false)]
    [InlineData("Database=nothing_here", "does not have the database", false)]
    [InlineData("Port=1", "does not answer", true)]
    public async Task MigrateAsync_WrongPostgres_SaysSo(string wrong, string words, bool isTransient)
    {
        var failure = await FailAsync(StateStores.Open(new() { PostgresConnectionString = TestServer.Postgres + ";" + wrong }, TimeProvider.System));

        failure.Message.ShouldContain(words);
        failure.IsTransient.ShouldBe(isTransient);
        failure.ToString().ShouldNotContain("canary");
    }

    private static void Write(StringBuilder text, string what, StateException e) =>
        text.Append(what).Append(e.IsTransient ? " (transient): " : ": ").Append(e.Message).Append('\n');

    private static async Task<StateException> FailAsync(IStateStore store)
    {
        await using (store)
        {
            return await Should.ThrowAsync<StateException>(() => store.MigrateAsync(Token));
        }
    }

    private IStateStore Sqlite(string? path = null) => StateStores.Open(new() { Path = path ?? Path }, TimeProvider.System);
}
