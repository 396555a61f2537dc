using System.Globalization;
using Boom.Core.Store;
using Boom.Core.Text;
using Boom.Embedded.Pipeline;
using Spectre.Console;

namespace Boom.Cli.Rendering;

/// <summary>A table that a person watches: rate and depth of each stage, age of its oldest alert, the account line.</summary>
internal sealed class LiveRunView(IAnsiConsole console) : IRunView
{
    readonly RateMeter _meter = new();
    volatile string? _warning;

    public TimeSpan Interval => TimeSpan.FromMilliseconds(500);

    public Task ShowAsync(Func<Action<PipelineStatus>, Task> work)
    {
        var table = new Table().Border(TableBorder.Rounded)
            .AddColumn("stage")
            .AddColumn("of")
            .AddColumn(new TableColumn("rate").RightAligned())
            .AddColumn(new TableColumn("done").RightAligned())
            .AddColumn(new TableColumn("waiting").RightAligned())
            .AddColumn(new TableColumn("oldest").RightAligned());
        return console.Live(table).StartAsync(context => work(status =>
        {
            Fill(table, status);
            context.Refresh();
        }));
    }

    public void Warn(string message) => _warning = VisibleText.Of(message);

    void Fill(Table table, PipelineStatus status)
    {
        var rates = _meter.Update(status);
        table.Rows.Clear();
        for (var i = 0; i < status.Stages.Count; i++)
        {
            var stage = status.Stages[i];
            table.AddRow(
                Markup.Escape(stage.Name),
                Markup.Escape(stage.Unit),
                string.Create(CultureInfo.InvariantCulture, $"{rates[i]:0}/s"),
                TotalAccount.Count(stage.Done),
                TotalAccount.Count(stage.Waiting),
                stage.OldestAtMs is { } at ? Age(status.AtMs - at) : "");
        }

        var lines = status.Troubles.Select(trouble => $"waits: {VisibleText.Of(trouble)}").Append(_warning).OfType<string>();
        var warning = string.Concat(lines.Select(line => $"\n[yellow]{Markup.Escape(line)}[/]"));
        table.Caption = new TableTitle($"{Markup.Escape("packets: " + TotalAccount.Summarize(status.Packets))}{warning}");
    }

    static string Age(long milliseconds) => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, milliseconds) / 1000.0:0.0} s");
}
