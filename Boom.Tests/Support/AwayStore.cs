using System.Reflection;
using Boom.Core.Resilience;
using Boom.Core.Store;

namespace Boom.Tests.Support;

/// <summary>A store that is away for some of its calls, and counts all.</summary>
public class AwayStore : DispatchProxy
{
    IAlertStore _store = null!;
    Func<string, bool> _isAway = null!;

    /// <summary>Names of the calls that were made.</summary>
    public List<string> Calls { get; } = [];

    /// <summary>A store before another.</summary>
    /// <param name="store">The other.</param>
    /// <param name="isAway">Whether a call of this name meets nobody.</param>
    public static IAlertStore Of(IAlertStore store, Func<string, bool> isAway)
    {
        var proxy = Create<IAlertStore, AwayStore>();
        ((AwayStore)(object)proxy)._store = store;
        ((AwayStore)(object)proxy)._isAway = isAway;
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        ArgumentNullException.ThrowIfNull(targetMethod);
        Calls.Add(targetMethod.Name);
        return _isAway(targetMethod.Name) ? throw new TransientFaultException("The store does not answer.") : targetMethod.Invoke(_store, args);
    }
}
