using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Boom.AppHost.Tests.Browser;

/// <summary>What a user sees and does at the Aspire dashboard. Its buttons in dialogs and its sections have no role that a browser tells of, hence the names of elements.</summary>
sealed class DashboardPage(IPage page)
{
    const int NameColumn = 0, StateColumn = 1;

    const float ShortPatienceMs = 5_000;

    const int MostAttempts = 6;

    ILocator Dialog => page.Locator("fluent-dialog[type]").Last;

    /// <summary>Opens one of the pages by the name it has at the side.</summary>
    public async Task OpenAsync(string name)
    {
        await page.GetByRole(AriaRole.Navigation).GetByRole(AriaRole.Link, new() { Name = name, Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = name, Level = 1 })).ToBeVisibleAsync();
    }

    /// <summary>The rows of a resource: one, or one of each replica.</summary>
    public ILocator Resource(string name) => Row($"^\\w+: {name}\\b");

    /// <summary>Waits until all of a resource is in a state. An unhealthy program is not <c>Running</c>, but <c>Running (Unhealthy)</c>.</summary>
    public async Task StateAsync(string name, string state, int replicas = 1)
    {
        await Expect(Resource(name)).ToHaveCountAsync(replicas);
        for (var replica = 0; replica < replicas; replica++)
            await Expect(Cell(Resource(name).Nth(replica), StateColumn)).ToHaveTextAsync(state);
    }

    /// <summary>The rows of all resources; of a trace, those of its spans.</summary>
    public ILocator Resources => Row(@"^[\w-]+: \w");

    /// <summary>Stops a program.</summary>
    public async Task StopAsync(string name)
    {
        await Resource(name).GetByRole(AriaRole.Button, new() { Name = "Stop resource" }).ClickAsync();
        await StateAsync(name, "Finished");
    }

    /// <summary>Starts a program, and waits until it is well.</summary>
    public async Task StartAsync(string name)
    {
        await Resource(name).GetByRole(AriaRole.Button, new() { Name = "Start resource" }).ClickAsync();
        await StateAsync(name, "Running");
    }

    /// <summary>Chooses a command of a resource, also one among its further commands, and says yes.</summary>
    public async Task CommandAsync(string resource, string title)
    {
        // A click on a menu that is drawn anew at that moment is lost.
        await UntilAsync(async () =>
        {
            await ChooseAsync(resource, title);
            return await AppearsAsync(Button("Yes"));
        });
        await Button("Yes").ClickAsync();
    }

    /// <summary>Begins a command that asks by a form, fills in its questions by their labels, and sends them.</summary>
    public async Task AnswerAsync(string resource, string title, params (string Label, string Value)[] answers)
    {
        await UntilAsync(async () =>
        {
            await ChooseAsync(resource, title);
            return await AppearsAsync(page.Locator(".interaction-input").First);
        });
        foreach (var (label, value) in answers)
            await page.Locator(".interaction-input", new() { HasTextRegex = new Regex($"^\\s*{label}\\b") }).Locator("input").FillAsync(value);
        await Button(title).ClickAsync();
        await Expect(Dialog).ToBeHiddenAsync();
    }

    /// <summary>Runs a command that shows its lines, waits for those that are expected, and closes them.</summary>
    /// <param name="resource">Where the command is.</param>
    /// <param name="title">Its title.</param>
    /// <param name="answer">What the lines have to say.</param>
    public async Task RunAsync(string resource, string title, Regex answer)
    {
        await CommandAsync(resource, title);
        var lines = page.GetByRole(AriaRole.Region, new() { Name = "Text content" });
        await Expect(lines).ToContainTextAsync(answer);
        await page.Locator("fluent-dialog").GetByRole(AriaRole.Button, new() { Name = "Close" }).Last.ClickAsync();
        await Expect(lines).ToBeHiddenAsync();
    }

    /// <summary>Opens the first trace of a name, and the details of its first span.</summary>
    public async Task OpenTraceAsync(string name)
    {
        await page.GetByRole(AriaRole.Searchbox).FillAsync(name);
        await Cell(Row(name).First, column: 1).ClickAsync();
        await Expect(Title(name)).ToBeVisibleAsync();
        await Cell(Resources.First, NameColumn).ClickAsync();
    }

    /// <summary>Follows a link of the first span of the trace that is open to a span of another trace, whose details are open then.</summary>
    /// <param name="name">Program and name of the span that it leads to.</param>
    public async Task FollowLinkAsync(string name)
    {
        var link = page.Locator("fluent-accordion-item", new() { HasTextRegex = new Regex(@"^\s*Links\b") })
            .GetByRole(AriaRole.Row, new() { NameRegex = new Regex(name) }).First.Locator("fluent-button").First;

        // Details that are open before the linked span has come in do not name it, and a page that fails and is reloaded has none.
        await UntilAsync(async () =>
        {
            if (!await AppearsAsync(link))
                await ReopenDetailsAsync();
            return await AppearsAsync(link) && await SucceedsAsync(link.ClickAsync(new() { Timeout = ShortPatienceMs })) && await AppearsAsync(Title(name));
        });
    }

    /// <summary>A row of the table that is open, by its text.</summary>
    public ILocator Row(string text) => page.GetByRole(AriaRole.Row, new() { NameRegex = new Regex(text) });

    /// <summary>Waits until what is looked for is seen.</summary>
    public static Task SeenAsync(ILocator what) => Expect(what.First).ToBeVisibleAsync();

    /// <summary>Takes a picture of the page.</summary>
    public async Task DrawAsync(string path, int width, int height)
    {
        await page.SetViewportSizeAsync(width, height);
        await page.ScreenshotAsync(new() { Path = path, Animations = ScreenshotAnimations.Disabled });
    }

    ILocator Title(string name) => page.GetByRole(AriaRole.Heading, new() { NameRegex = new Regex(name), Level = 1 });

    ILocator CloseDetails => page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "Close", Exact = true }).First;

    ILocator MenuItem(string title) => page.GetByRole(AriaRole.Menuitem, new() { Name = title, Exact = true });

    ILocator Button(string title) =>
        page.Locator("fluent-dialog fluent-button", new() { HasTextRegex = new Regex($"^\\s*{title}\\s*$") });

    async Task ChooseAsync(string resource, string title)
    {
        if (!await MenuItem("View details").IsVisibleAsync())
            await Resource(resource).GetByRole(AriaRole.Button, new() { Name = "Actions" }).ClickAsync();
        await Expect(MenuItem("View details")).ToBeVisibleAsync();
        if (!await MenuItem(title).IsVisibleAsync())
            await page.Locator("[role=menuitem][title=Commands]").Filter(new() { Visible = true }).HoverAsync();
        await MenuItem(title).ClickAsync();
    }

    async Task ReopenDetailsAsync()
    {
        if (await CloseDetails.IsVisibleAsync())
            await CloseDetails.ClickAsync();
        await Cell(Resources.First, NameColumn).ClickAsync();
    }

    static async Task UntilAsync(Func<Task<bool>> attempt)
    {
        for (var attempts = 1; !await attempt(); attempts++)
            Assert.True(attempts < MostAttempts, "The dashboard did not do what it was told to.");
    }

    static Task<bool> AppearsAsync(ILocator what) => SucceedsAsync(what.WaitForAsync(new() { Timeout = ShortPatienceMs }));

    static async Task<bool> SucceedsAsync(Task action)
    {
        try
        {
            await action;
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    static ILocator Cell(ILocator row, int column) => row.GetByRole(AriaRole.Gridcell).Nth(column);
}
