using System.Globalization;
using System.Net.Sockets;
using ClickHouse.Driver;
using DataMonitor.Adapters.Sql;

namespace DataMonitor.Adapters.ClickHouse;

/// <summary>Statements with one set of settings. Nothing is kept at the server between them, so owners' SQL leaves no traces.</summary>
internal sealed class ClickHouseSession(
    ClickHouseClient client,
    IReadOnlyDictionary<string, object> settings,
    TimeSpan timeout,
    ClickHouseFaults faults,
    TimeProvider time) : SqlSession
{
    /// <summary>When the scan began: each statement sees the data of its own time.</summary>
    public override DateTimeOffset SnapshotAt { get; } = time.GetUtcNow();

    public override async Task<SqlRows> QueryAsync(SqlText statement, CancellationToken cancellationToken)
    {
        var id = $"monitor-{Guid.NewGuid():N}";
        var options = new QueryOptions { QueryId = id, CustomSettings = WithParameters(statement) };
        using var timer = new CancellationTokenSource(timeout + SqlEngine.Grace, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        try
        {
            return await SendAsync($"{statement.Sql}\nFORMAT {TabSeparated.Format}", options, either.Token);
        }
        catch (ClickHouseServerException e)
        {
            throw faults.Of(e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException or InvalidDataException)
        {
            throw faults.Midway(e);
        }
        catch (OperationCanceledException e)
        {
            await KillAsync(id);
            cancellationToken.ThrowIfCancellationRequested();
            throw faults.Silent(timeout + SqlEngine.Grace, e);
        }
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<SqlRows> SendAsync(string sql, QueryOptions options, CancellationToken cancellationToken)
    {
        using var answer = await client.ExecuteRawResultAsync(sql, options, cancellationToken);
        await using var stream = await answer.ReadAsStreamAsync();
        return await TabSeparated.ReadAsync(stream, cancellationToken);
    }

    /// <summary>The server notices a closed connection late or never; this it notices at once. A user may always end statements of its own.</summary>
    private async Task KillAsync(string id)
    {
        using var grace = new CancellationTokenSource(SqlEngine.Grace, time);
        try
        {
            using var answer = await client.ExecuteRawResultAsync($"KILL QUERY WHERE query_id = '{id}' ASYNC", new QueryOptions(), grace.Token);
        }
        catch (Exception e) when (e is ClickHouseServerException or HttpRequestException or IOException or OperationCanceledException)
        {
            // the limit that came with the statement ends it
        }
    }

    private Dictionary<string, object> WithParameters(SqlText statement)
    {
        var all = new Dictionary<string, object>(settings, StringComparer.Ordinal);
        for (var index = 0; index < statement.Parameters.Length; index++)
        {
            all[string.Create(CultureInfo.InvariantCulture, $"param_p{index + 1}")] = Text(statement.Parameters[index]);
        }

        return all;
    }

    /// <summary>As in a field of a tab-separated line.</summary>
    private static string Text(object value) => value switch
    {
        DateTimeOffset instant => instant.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture),
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!
            .Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\t", "\\t", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal)
            .Replace("\r", "\\r", StringComparison.Ordinal)
            .Replace("\0", "\\0", StringComparison.Ordinal),
    };
}
