using System.Collections.Immutable;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Core.Alerting;

/// <summary>Who is told what: routes tried in order, and the receivers they name.</summary>
/// <param name="DefaultReceiver">Takes what no route takes; <see langword="null"/> when nothing was configured.</param>
public sealed record AlertConfiguration(string? DefaultReceiver, ValueList<AlertRoute> Routes, ValueList<ReceiverDefinition> Receivers)
{
    public static AlertConfiguration Nothing { get; } = new(null, [], []);
}

/// <param name="Matchers">All must match; an empty list matches everything.</param>
/// <param name="Continue">Go on to later routes after a match.</param>
public sealed record AlertRoute(ValueList<Matcher> Matchers, string Receiver, bool Continue, Place Definition);

/// <summary>One condition on a label, in Alertmanager's notation: <c>owner="crm"</c>, <c>tier=~"critical|high"</c>.</summary>
/// <param name="Label">One of <see cref="AlertLabels.Names"/>.</param>
/// <param name="Value">For the regular expression operators a pattern that <see cref="LabelPattern.ProblemOf"/> accepts.</param>
public sealed record Matcher(string Label, MatchOperator Operator, string Value);

public enum MatchOperator
{
    Equal,
    NotEqual,
    Regex,
    NotRegex,
}

public sealed record ReceiverDefinition(string Name, ValueList<ChannelDefinition> Channels, Place Definition);

/// <summary>One way to reach a receiver. Each channel kind derives its own record with its settings.</summary>
public abstract record ChannelDefinition(ChannelHeader Header);

/// <param name="Endpoint">Name unique in the receiver: <c>email[0]</c>.</param>
public sealed record ChannelHeader(string Receiver, string Endpoint, string Kind, bool SendResolved, Place Definition);

/// <summary>A channel as owners write it under a receiver, with Alertmanager's key names where it has them.</summary>
/// <param name="Key">The list's key: <c>email_configs</c>.</param>
/// <param name="Fields">Keys of its own; <c>send_resolved</c> is added to every kind.</param>
public sealed record ChannelKind(string Key, string Summary, ImmutableArray<Field> Fields, Func<ChannelHeader, FieldValues, ChannelDefinition?> Read);

/// <summary>Carries a message to one endpoint. Retrying belongs to the outbox alone: one call is one attempt.</summary>
public interface IAlertChannel
{
    /// <returns>What the other side answered, fit for the delivery log: <c>250 queued as 4F2</c>.</returns>
    /// <exception cref="DeliveryException">Not accepted.</exception>
    Task<string> SendAsync(Notification notification, CancellationToken cancellationToken);
}

/// <param name="isTransient">Whether trying again may help; otherwise the message is dead at once.</param>
/// <param name="retryAfter">The other side's wish, if it stated one.</param>
public sealed class DeliveryException(string problem, bool isTransient, TimeSpan? retryAfter = null, Exception? cause = null) : Exception(problem, cause)
{
    public bool IsTransient => isTransient;

    public TimeSpan? RetryAfter => retryAfter;
}
