using System.Data.Common;
using DataMonitor.Core.Runs;

namespace DataMonitor.Adapters.State;

/// <summary>Reads the columns of the present row one after the other.</summary>
internal sealed class StateRow(DbDataReader reader)
{
    private int next;

    public void Rewind() => next = 0;

    public bool Flag() => reader.GetBoolean(next++);

    public long Number() => reader.GetInt64(next++);

    public long? NumberOrNull() => Or(row => row.Number());

    public double? RealOrNull() => Or(row => reader.GetDouble(row.next++));

    public string Text() => reader.GetString(next++);

    public string? TextOrNull() => reader.IsDBNull(next) ? Skip<string>() : Text();

    public Guid Id() => reader.GetGuid(next++);

    public Guid? IdOrNull() => Or(row => row.Id());

    public DateTimeOffset Instant() => DateTimeOffset.FromUnixTimeMilliseconds(Number());

    public DateTimeOffset? InstantOrNull() => Or(row => row.Instant());

    /// <exception cref="StateException">A newer version of the program wrote a name that this one does not know.</exception>
    public T Name<T>()
        where T : struct, Enum
    {
        var text = Text();
        return Enum.TryParse<T>(text, out var value) ? value : throw StateJson.Unreadable(null);
    }

    public T? NameOrNull<T>()
        where T : struct, Enum => Or(row => row.Name<T>());

    /// <exception cref="StateException">A newer version of the program wrote what this one does not understand.</exception>
    public T Json<T>() => StateJson.Read<T>(Text());

    public T? JsonOrNull<T>()
        where T : class => reader.IsDBNull(next) ? Skip<T>() : Json<T>();

    private T? Or<T>(Func<StateRow, T> read)
        where T : struct
    {
        if (!reader.IsDBNull(next))
        {
            return read(this);
        }

        next++;
        return null;
    }

    private T? Skip<T>()
        where T : class
    {
        next++;
        return null;
    }
}
