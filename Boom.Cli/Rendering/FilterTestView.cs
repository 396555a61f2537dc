using System.Globalization;
using Boom.Cli.Filters;
using Boom.Core.Store;
using Boom.Hosting;

namespace Boom.Cli.Rendering;

/// <summary>A line every five seconds while a filter is tried.</summary>
internal sealed class FilterTestView(CliConsole console)
{
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    readonly long _started = console.Time.GetTimestamp();
    long _shown = console.Time.GetTimestamp();

    public void Tell(FilterTrial trial)
    {
        if (console.Time.GetElapsedTime(_shown) < Interval)
            return;
        _shown = console.Time.GetTimestamp();
        var account = trial.Account;
        var rate = account.Read / console.Time.GetElapsedTime(_started).TotalSeconds;
        console.Error.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{TotalAccount.Count(account.Read)} alerts, {rate:0} a second; {TotalAccount.Count(account.Passed)} pass"));
    }
}
