namespace KeyRotation.Faults;

/// <summary>The failpoints that were asked for cannot be set; none of them is.</summary>
public sealed class FailpointSyntaxException(string text, string problem)
    : Exception($"{Failpoints.Variable} is '{text}': {problem} Expected POINT=ACTION[@COUNT], several separated by semicolons, such as audit:key.activated:before-commit=kill@1;escrow.put:after=stop (docs/cluster.md, \"Faults\"). Leave the variable out of everything but a test.");
