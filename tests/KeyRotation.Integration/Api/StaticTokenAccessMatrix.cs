namespace KeyRotation.Integration.Api;

/// <summary>Every route, each role, over tokens from the configuration.</summary>
public sealed class StaticTokenAccessMatrix : AccessMatrix;
