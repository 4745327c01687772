using System.Collections.Immutable;
using System.Diagnostics;
using DataMonitor.Core.Alerting;

namespace DataMonitor.Adapters.Channels;

/// <summary>Every way to reach people. A new one is a file of its own and a line in each of the two lists.</summary>
public static class ChannelKinds
{
    public static ImmutableArray<ChannelKind> All { get; } = [EmailDefinition.Kind, WebhookDefinition.Kind];

    /// <param name="root">Folder that relative paths of definitions start from.</param>
    /// <returns>A channel that is safe from any thread. Worth keeping while the definition is in force: it remembers what it has half delivered. Dispose it when it is <see cref="IDisposable"/>.</returns>
    public static IAlertChannel Open(ChannelDefinition definition, string root, TimeProvider time) => definition switch
    {
        EmailDefinition { Folder: not null } email => new MailFolder(email, root),
        EmailDefinition email => new SmtpChannel(email, root),
        WebhookDefinition webhook => new WebhookChannel(webhook, time),
        _ => throw new UnreachableException($"No channel is made from a {definition.GetType().Name}."),
    };
}
