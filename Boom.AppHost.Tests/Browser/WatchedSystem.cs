using Microsoft.Playwright;

namespace Boom.AppHost.Tests.Browser;

/// <summary>The app with its dashboard, and a browser to look at it; nothing is started where there is no Chromium.</summary>
public sealed class WatchedSystem : IAsyncLifetime
{
    // Everything on a page comes from programs that share the processor with many tests.
    const float PatienceMs = 60_000;

    // Playwright tells of the whole page.
    const int MostOfMessage = 500;

    IPlaywright? _playwright;
    IBrowser? _browser;

    /// <summary>The app.</summary>
    public RunningSystem System { get; } = new(hasDashboard: true);

    public async ValueTask InitializeAsync()
    {
        if (Chromium.Path is null)
            return;
        await System.InitializeAsync();
        _playwright = await Playwright.CreateAsync();
        Assertions.SetDefaultExpectTimeout(PatienceMs);

        // The sandbox of Chromium refuses the user root, whom builds in containers run as.
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium.Path, ChromiumSandbox = !Environment.IsPrivilegedProcess });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        await System.DisposeAsync();
    }

    /// <summary>Logs in at the dashboard and looks around; what is seen when that fails is in a picture that the message names.</summary>
    /// <param name="visit">What is done there.</param>
    internal async Task VisitAsync(Func<DashboardPage, Task> visit)
    {
        Assert.SkipWhen(Chromium.Path is null, Chromium.Obstacle);
        await using var context = await _browser!.NewContextAsync(new()
        {
            ViewportSize = new() { Width = 1600, Height = 1000 }, ColorScheme = ColorScheme.Light, Locale = "en-GB", ReducedMotion = ReducedMotion.Reduce,
        });
        context.SetDefaultTimeout(PatienceMs);
        var page = await context.NewPageAsync();

        // The pages of the dashboard fail now and then while much comes in, and say so: a user reloads them.
        await page.AddLocatorHandlerAsync(page.Locator("#blazor-error-ui"), bar => bar.GetByText("Reload").ClickAsync(), new() { NoWaitAfter = true });
        try
        {
            await page.GotoAsync((await System.DashboardAsync()).AbsoluteUri);
            await visit(new DashboardPage(page));
        }
        catch (Exception fault)
        {
            var picture = Path.Combine(Directory.CreateTempSubdirectory("boom-dashboard-").FullName, "dashboard.png");
            await page.ScreenshotAsync(new() { Path = picture });
            throw new InvalidOperationException($"{fault.Message[..Math.Min(fault.Message.Length, MostOfMessage)]} What the dashboard showed: {picture}", fault);
        }
    }
}
