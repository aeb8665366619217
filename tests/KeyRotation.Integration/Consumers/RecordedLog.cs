using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace KeyRotation.Integration.Consumers;

/// <summary>The event ids of what was logged at Information or above, in order.</summary>
internal sealed class RecordedLog : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<int> _events = new();

    public int CountOf(int eventId) => _events.Count(seen => seen == eventId);

    public ILogger CreateLogger(string categoryName) => this;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
            _events.Enqueue(eventId.Id);
    }

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public void Dispose()
    {
    }
}
