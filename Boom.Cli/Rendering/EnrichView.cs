using System.Globalization;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Core.Text;
using Boom.Enricher.Stored;
using Boom.Hosting;

namespace Boom.Cli.Rendering;

/// <summary>A line every five seconds of a run over stored alerts.</summary>
internal sealed class EnrichView(CliConsole console, Survey survey)
{
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    readonly long _started = console.Time.GetTimestamp();
    long _shown = console.Time.GetTimestamp();
    long? _readBefore;
    string? _complaint;

    public void Tell(StoredAccount account)
    {
        _readBefore ??= account.Read;
        if (console.Time.GetElapsedTime(_shown) < Interval)
            return;
        _shown = console.Time.GetTimestamp();
        _complaint = null;
        var rate = (account.Read - _readBefore.Value) / console.Time.GetElapsedTime(_started).TotalSeconds;
        console.Error.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{survey.ToUpperName()}: {TotalAccount.Count(account.Read)} alerts looked at, {rate:0} a second; changed {TotalAccount.Count(account.Changed)}"));
    }

    // A store that stays away says the same again and again.
    public void Complain(string message)
    {
        if (message == _complaint)
            return;
        _complaint = message;
        console.Error.WriteLine(VisibleText.Of(message));
    }
}
