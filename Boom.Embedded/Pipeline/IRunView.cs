namespace Boom.Embedded.Pipeline;

/// <summary>Shows a run while it goes on.</summary>
public interface IRunView
{
    /// <summary>How often it wants to be told.</summary>
    TimeSpan Interval { get; }

    /// <summary>Runs <paramref name="work"/>, which calls its argument with each state.</summary>
    Task ShowAsync(Func<Action<PipelineStatus>, Task> work);

    /// <summary>A warning of the log. Called from any thread.</summary>
    void Warn(string message);
}
