using System.Diagnostics.CodeAnalysis;

namespace KeyRotation.Rotations;

/// <summary>What became of a command: its result, or why it was refused.</summary>
public readonly record struct Reply<T> where T : class
{
    private Reply(T? value, Refusal? refusal)
    {
        Value = value;
        Refusal = refusal;
    }

    public T? Value { get; }

    public Refusal? Refusal { get; }

    [MemberNotNullWhen(true, nameof(Refusal))]
    [MemberNotNullWhen(false, nameof(Value))]
    public bool IsRefused => Refusal is not null;

    public static implicit operator Reply<T>(T value) => new(value, null);

    public static implicit operator Reply<T>(Refusal refusal) => new(null, refusal);
}
