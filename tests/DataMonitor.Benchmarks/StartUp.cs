using Microsoft.Data.Sqlite;

namespace DataMonitor.Benchmarks;

/// <summary>Scenario S3: what a run costs before it works. The limit is a program of the platform that does nothing.</summary>
internal static class StartUp
{
    private const int Runs = 11;

    public static async Task<int> RunAsync(string program)
    {
        var folder = Directory.CreateTempSubdirectory("s3-").FullName;
        try
        {
            await MakeAsync(folder);
            var all = new List<double>();
            var nothing = new List<double>();
            for (var run = 0; run < Runs; run++)
            {
                nothing.Add(await Clock.SecondsAsync(() => Clock.ProcessAsync(Path.GetFullPath(program), ["--version"], folder)));
                all.Add(await Clock.SecondsAsync(() => Clock.ProcessAsync(Path.GetFullPath(program), ["run"], folder)));
            }

            var (ours, limit) = (Clock.Median(all), Clock.Median(nothing));
            Console.WriteLine($"S3  one row count: ours {Clock.Text(ours)} s (must hold 0.400), 'monitor --version' {Clock.Text(limit)} s, ratio {Clock.Text(ours / limit)}");
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task MakeAsync(string folder)
    {
        Directory.CreateDirectory(Path.Combine(folder, "checks"));
        await File.WriteAllTextAsync(Path.Combine(folder, "checks", "sources.yaml"), "sources:\n  small: {kind: sqlite, path: small.db}\n");
        await File.WriteAllTextAsync(Path.Combine(folder, "checks", "t.yaml"), "dataset: small/t\nowner: bench\nchecks:\n  - volume\n");
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "small.db")};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "CREATE TABLE t (id INTEGER); INSERT INTO t VALUES (1), (2), (3)";
        await command.ExecuteNonQueryAsync();
    }
}
