export const BothSidesScreen = () => null
