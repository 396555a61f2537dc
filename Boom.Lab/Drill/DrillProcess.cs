using Boom.Testing;

namespace Boom.Lab.Drill;

/// <summary>A process of a drill, which is started again and again.</summary>
internal abstract class DrillProcess(string name) : IAsyncDisposable
{
    public string Name => name;

    protected ChildProcess? Process { get; set; }

    /// <summary>Ends it without a word, as <c>kill -9</c> does.</summary>
    public virtual async Task KillAsync()
    {
        if (Process is not null)
            await Process.DisposeAsync();
        Process = null;
    }

    /// <summary>It stands still: connections stay, nothing is answered.</summary>
    public virtual void Freeze() => Process?.Signal(ChildProcess.SigStop);

    /// <summary>It goes on.</summary>
    public virtual void Thaw() => Process?.Signal(ChildProcess.SigCont);

    public virtual async ValueTask DisposeAsync() => await KillAsync();
}
