"""The machine room of ProximCité: how a message comes in, is understood, is handled and is answered."""
