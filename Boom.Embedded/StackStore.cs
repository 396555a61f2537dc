using Boom.Core.Plays;
using Boom.Core.Store;

namespace Boom.Embedded;

/// <summary>The faces of one store.</summary>
/// <param name="Alerts">As the stages see it.</param>
/// <param name="Reader">As people see it.</param>
/// <param name="Journal">What was played.</param>
/// <param name="Lifetime">Closes it.</param>
public sealed record StackStore(IAlertStore Alerts, IAlertReader Reader, IPlayJournal Journal, IAsyncDisposable Lifetime);
