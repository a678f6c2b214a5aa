/**
 * A certificate for tests, for the name tls.test, signed by itself and good for a hundred years. Its key is public,
 * so it proves nothing to anybody who was not told to trust it.
 */

export const testCertificate = `-----BEGIN CERTIFICATE-----
MIIBkzCCATigAwIBAgIUC+RzeJgJC2MGZy0bJIrGrIBUI2AwCgYIKoZIzj0EAwIw
EzERMA8GA1UEAwwIdGxzLnRlc3QwIBcNMjYxMTIyMTcxOTI0WhgPMjEyNjEwMjkx
NzE5MjRaMBMxETAPBgNVBAMMCHRscy50ZXN0MFkwEwYHKoZIzj0CAQYIKoZIzj0D
AQcDQgAEiZDroOheY57Q5d50KRS+IOFpSx6/ZoztGPXOqYDobCQIPPomENsv2mpA
RY2zYg77IfMAtVB3qgIi9sqpZrB6GKNoMGYwHQYDVR0OBBYEFElBkspkcAJ1cUbd
tpQJUo2lS8EjMB8GA1UdIwQYMBaAFElBkspkcAJ1cUbdtpQJUo2lS8EjMA8GA1Ud
EwEB/wQFMAMBAf8wEwYDVR0RBAwwCoIIdGxzLnRlc3QwCgYIKoZIzj0EAwIDSQAw
RgIhAOWQSaKCY8frsJWGpVjotK+LJjE8IIeqEF+RqIuDyO75AiEA6LTP98mkcV9i
PjsyoHE8v6JVN/+Y3hMtN1lTP5MIdOY=
-----END CERTIFICATE-----
`;

export const testKey = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgC9N6WM2+u2JdHWl5
u/tWOjPXTES4CZpSJPRtdlzbt6OhRANCAASJkOug6F5jntDl3nQpFL4g4WlLHr9m
jO0Y9c6pgOhsJAg8+iYQ2y/aakBFjbNiDvsh8wC1UHeqAiL2yqlmsHoY
-----END PRIVATE KEY-----
`;
