using System.Collections.Immutable;
using System.Text.Json;
using DataMonitor.Adapters.Sql;

namespace DataMonitor.Adapters.Trino;

/// <summary>One answer of the protocol: a part of the result, and where the next one is.</summary>
/// <param name="Next"><see langword="null"/> when the statement is over.</param>
/// <param name="Columns">Empty as long as the engine has not told them.</param>
/// <param name="Read">By the whole statement, up to now.</param>
internal sealed record TrinoPage(string? Next, ImmutableArray<SqlColumn> Columns, ImmutableArray<object?[]> Rows, TrinoError? Error, StatementRead Read)
{
    /// <exception cref="InvalidDataException">This is no answer of the protocol.</exception>
    public static async Task<TrinoPage> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        try
        {
            using var document = await JsonDocument.ParseAsync(stream, cancellationToken: cancellationToken);
            return Of(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new InvalidDataException("The answer is not one of Trino's protocol.", e);
        }
    }

    private static TrinoPage Of(JsonElement page)
    {
        page.GetProperty("id").GetString();
        var columns = Items(page, "columns").Select(column => new SqlColumn(column.GetProperty("name").GetString()!, column.GetProperty("type").GetString()!));
        var rows = Items(page, "data").Select(row => row.EnumerateArray().Select(Cell).ToArray());
        var error = page.TryGetProperty("error", out var told) && told.ValueKind == JsonValueKind.Object
            ? new TrinoError(Text(told, "errorName") ?? "", Text(told, "errorType") ?? "", Text(told, "message") ?? "")
            : null;
        return new(Text(page, "nextUri"), [.. columns], [.. rows], error, page.TryGetProperty("stats", out var stats) ? Sum(stats) : default);
    }

    /// <remarks>What left the storage where the version tells it, otherwise what the readers made of it.</remarks>
    private static StatementRead Sum(JsonElement stats) => new(Number(stats, "processedRows"), Number(stats, "physicalInputBytes") ?? Number(stats, "processedBytes"));

    private static long? Number(JsonElement item, string name) => item.TryGetProperty(name, out var number) && number.TryGetInt64(out var value) ? value : null;

    private static JsonElement.ArrayEnumerator Items(JsonElement page, string name) =>
        page.TryGetProperty(name, out var items) && items.ValueKind != JsonValueKind.Null ? items.EnumerateArray() : default;

    private static string? Text(JsonElement item, string name) => item.TryGetProperty(name, out var text) ? text.GetString() : null;

    /// <remarks>Decimals, NaN and infinities travel as text.</remarks>
    private static object? Cell(JsonElement cell) => cell.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String => cell.GetString(),
        JsonValueKind.Number => cell.TryGetInt64(out var whole) ? whole : cell.GetDouble(),
        _ => cell.GetRawText(),
    };
}

/// <param name="Name">Of the engine's list: <c>COLUMN_NOT_FOUND</c>.</param>
/// <param name="Type"><c>USER_ERROR</c>, <c>INTERNAL_ERROR</c>, <c>INSUFFICIENT_RESOURCES</c> or <c>EXTERNAL</c>.</param>
/// <param name="Message">May quote values: never shown.</param>
internal sealed record TrinoError(string Name, string Type, string Message);
